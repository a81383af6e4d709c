import type { Topology } from "../../compiler/model/topology.ts";
import type { Workload } from "../../compiler/model/workload.ts";
import type { InstanceRecord } from "../state/documents.ts";
import type { Program } from "./find-program.ts";

/** What an instance is to be started with. */
export interface WantedProgram {
  readonly engine: string;
  /** Minor version, for which it is compiled. */
  readonly version: string;
  /** The full version, where the manifest says it. */
  readonly exact?: string;
}

/** Finds the program that an instance is started with; `recorded` is the one that it has. */
export type ProgramOf = (wanted: WantedProgram, recorded: InstanceRecord["program"]) => Program | undefined;

/** What the instances of a workload are to be started with; a process beside a broker is of no version of the broker. */
export function wantedProgram(
  { brokers }: Pick<Topology, "brokers">,
  { broker, engine, version, instances }: Workload,
): WantedProgram {
  const said = brokers.get(broker)?.broker;
  const isBeside = instances.some(({ beside }) => beside !== undefined);
  const exact = isBeside || said?.engine !== engine ? undefined : said.version;
  const isFull = exact !== undefined && exact.split(".").length === 3;
  return { engine, version, ...(isFull && { exact }) };
}
