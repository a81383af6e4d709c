import { createReporter } from "../../compiler/diagnostics/reporter.ts";
import { load } from "../../compiler/load/load.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { resolve } from "../../compiler/resolve/resolve.ts";
import { synthesize } from "../../compiler/synthesize/synthesize.ts";
import { validate } from "../../compiler/validate/validate.ts";
import { brokerEngines, engines } from "../../targets/engines/index.ts";
import { memoryReader } from "../harness/memory-reader.ts";

/** What follows from a manifest on this machine, whatever the rules say about it. */
export function synthesized(text: string): Topology {
  const loaded = load("mesh.yaml", memoryReader({ "mesh.yaml": text }), { overlays: [] });
  const manifest = loaded.ok ? validate(loaded.value) : loaded;
  if (!manifest.ok) throw new Error("the manifest is not valid");
  const report = createReporter(manifest.value.locate);
  const byName = new Map(brokerEngines.map((engine) => [engine.name, engine]));
  const kinds = engines.flatMap(({ linkKinds }) => linkKinds);
  return synthesize(resolve(manifest.value, report), byName, kinds, "up", report);
}
