import { sortedByName } from "./compare.ts";
import type { Application, Mesh } from "./mesh.ts";

/** What an engine speaks, its own protocol first. */
export interface Speaker {
  readonly canBeHub: boolean;
  readonly protocols: readonly [{ readonly name: string }, ...{ readonly name: string }[]];
}

/**
 * What an application speaks wherever it attaches: as written, else the own protocol of the first of its brokers; of
 * one that may attach anywhere, that of the first which can be a hub. `speakers` by engine name.
 */
export function protocolOf(
  { protocol, brokers }: Application,
  mesh: Mesh,
  speakers: ReadonlyMap<string, Speaker>,
): string {
  if (protocol !== undefined) return protocol;
  const candidates = sortedByName(brokers === "any" ? mesh.brokers.values() : brokers);
  const inOrder = candidates.flatMap(({ engine }) => speakers.get(engine) ?? []);
  const first = (brokers === "any" ? inOrder.find(({ canBeHub }) => canBeHub) : undefined) ?? inOrder[0];
  return first?.protocols[0].name ?? "";
}

/** Whether somebody speaks a protocol. */
export function speaks(speaker: Speaker | undefined, protocol: string): boolean {
  return speaker?.protocols.some(({ name }) => name === protocol) ?? false;
}
