import type { Addressing } from "../../compiler/model/address.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import type { ConfigFile, Workload, WorkloadInstance } from "../../compiler/model/workload.ts";
import { lower } from "../../targets/engines/mosquitto/lower.ts";
import { expectValid } from "../harness/analyze-text.ts";

/** Addresses that say what they are of, for files that nobody runs. */
export const named: Addressing = {
  bind: () => ({ host: "0.0.0.0", port: 1883 }),
  namesOf: (instance) => [`${instance}.example`],
  dial: (instance, listener) => ({ host: `${instance}.${listener}.example`, port: 1883 }),
};

/** What a manifest, which must have no errors, becomes. */
export function topologyOfText(text: string): Topology {
  return expectValid(text, { mode: "up" }).topology;
}

/** The workloads of its Mosquitto brokers. */
export function loweredText(text: string, addressing: Addressing = named): readonly Workload[] {
  return lower(topologyOfText(text), addressing);
}

/** An instance of them. */
export function instanceOf(workloads: readonly Workload[], name: string): WorkloadInstance {
  const found = workloads.flatMap(({ instances }) => instances).find((one) => one.name === name);
  if (!found) throw new Error(`no instance ${name}`);
  return found;
}

/** The text of a file with its references named; empty where there is no such file. */
export function textOf(instance: WorkloadInstance, path: string): string {
  const file: ConfigFile | undefined = instance.files.find((one) => one.path === path);
  const parts = file?.parts.map((part) => (typeof part === "string" ? part : `<${part.kind} of ${part.of}>`));
  return parts?.join("") ?? "";
}
