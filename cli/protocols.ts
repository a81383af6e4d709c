import type { Engine, Protocol } from "../compiler/target.ts";

/** What engines speak, by engine name, each engine's own protocol first. */
export function protocols(engines: readonly Engine[]): ReadonlyMap<string, readonly Protocol[]> {
  return new Map(engines.map(({ name, protocols: spoken }) => [name, spoken]));
}
