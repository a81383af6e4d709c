import { sortedByName } from "../model/compare.ts";
import type { Application, Mesh } from "../model/mesh.ts";
import type { Engine } from "../target.ts";

/**
 * What an application speaks wherever it attaches: as written, else the own protocol of the first of its brokers; of
 * one that may attach anywhere, that of the first which can be a hub.
 */
export function protocolOf(
  { protocol, brokers }: Application,
  mesh: Mesh,
  engines: ReadonlyMap<string, Engine>,
): string {
  if (protocol !== undefined) return protocol;
  const candidates = sortedByName(brokers === "any" ? mesh.brokers.values() : brokers);
  const inOrder = candidates.flatMap(({ engine }) => engines.get(engine) ?? []);
  const first = (brokers === "any" ? inOrder.find(({ canBeHub }) => canBeHub) : undefined) ?? inOrder[0];
  return first?.protocols[0].name ?? "";
}

/** Whether a broker of an engine speaks a protocol. */
export function speaks(engine: Engine | undefined, protocol: string): boolean {
  return engine?.protocols.some(({ name }) => name === protocol) ?? false;
}
