import type { Durable, Topology } from "../../../compiler/model/topology.ts";

/**
 * Brokers that can have kept a durable before it came to be where it is, in another JetStream domain than that: its
 * home for what an edge keeps, and for what a hub keeps the edges that store and that its readers may attach to.
 */
export function keptBefore({ places, brokers, streams }: Topology, durable: Durable): readonly string[] {
  const homes = streams.filter(({ name }) => name === durable.stream).map(({ home }) => home);
  if (durable.edge !== undefined) return homes;
  const names = durable.applications.flatMap((reader) => places.get(reader)?.brokers ?? []);
  return [...new Set(names.map(({ name }) => name))].filter((name) => {
    const { role, storing } = brokers.get(name) ?? {};
    return role === "edge" && storing !== undefined;
  });
}
