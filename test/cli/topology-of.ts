import { resolve } from "node:path";
import { createDiskReader } from "../../cli/disk-reader.ts";
import { analyze } from "../../compiler/compile.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { engines } from "../../targets/engines/index.ts";

/** The topology of the manifest in a folder. */
export function topologyOf(folder: string): Topology {
  const reader = createDiskReader(resolve(folder), process.cwd());
  const result = analyze("mesh.yaml", reader, { overlays: [], today: "2026-01-01", mode: "up", engines });
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join("\n"));
  return result.value.topology;
}
