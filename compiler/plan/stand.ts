import type { ManifestData } from "../model/manifest.ts";
import type { Durable, Topology } from "../model/topology.ts";

/** A manifest and the mesh that comes of it. */
export interface Stand {
  readonly data: ManifestData;
  readonly topology: Topology;
  /** Brokers that are as it says; absent = all of its own. Of others, what it says is no fact. */
  readonly brokers?: ReadonlySet<string>;
}

/** Whether a broker is as a stand says. */
export function isAsSaid({ brokers }: Stand, broker: string): boolean {
  return brokers?.has(broker) ?? true;
}

/** Tells the broker that keeps a durable: where its copy of the stream is, else the home of the stream. */
export function keeperOf({
  streams,
  mirrors,
}: Pick<Topology, "streams" | "mirrors">): (durable: Durable) => string {
  const homes = new Map(streams.map(({ name, home }) => [name, home]));
  const copies = new Map(mirrors.map(({ name, broker }) => [name, broker]));
  return ({ stream, mirror }) => (mirror === undefined ? homes.get(stream) : copies.get(mirror)) ?? "";
}
