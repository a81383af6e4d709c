import { compare, sortedByName } from "../model/compare.ts";
import type { Durable, Mirror, Source, Stream, Topology } from "../model/topology.ts";
import type { Followed } from "./followed.ts";
import type { Relabelled } from "./relabelled.ts";

/** What is kept, each as the broker's topology says that keeps it. */
export type Kept = Pick<Topology, "streams" | "sources" | "mirrors" | "durables">;

/** What there is of one name at two brokers, such as a stream whose home moves, is where the last topology has it. */
export function mixedStorage(
  { topologies, follows }: Followed,
  ofEach: ReadonlyMap<Topology, Relabelled>,
): Kept {
  const streams = new Map<string, Stream>();
  const sources = new Map<string, Source>();
  const mirrors = new Map<string, Mirror>();
  const durables = new Map<string, Durable>();
  for (const topology of topologies) {
    const copy = ofEach.get(topology);
    if (!copy) continue;
    const keeperOf = keepers(topology);
    for (const one of topology.streams)
      if (follows(one.home, topology)) streams.set(one.name, copy.stream(one));
    for (const one of topology.sources)
      if (follows(one.broker, topology)) sources.set(one.name, copy.source(one));
    for (const one of topology.mirrors)
      if (follows(one.broker, topology)) mirrors.set(one.name, copy.mirror(one));
    for (const one of topology.durables)
      if (follows(keeperOf(one), topology)) durables.set(durableKey(one), copy.durable(one));
  }
  return {
    streams: sortedByName(streams.values()),
    sources: sortedByName(sources.values()),
    mirrors: sortedByName(mirrors.values()),
    durables: [...durables.values()].toSorted((a, b) => compare(durableKey(a), durableKey(b))),
  };
}

function durableKey({ stream, name }: Durable): string {
  return `${stream} ${name}`;
}

/** The broker that keeps a durable: where its mirror is, else the home of its stream. */
function keepers({ streams, mirrors }: Topology): (durable: Durable) => string {
  const homes = new Map(streams.map(({ name, home }) => [name, home]));
  const copies = new Map(mirrors.map(({ name, broker }) => [name, broker]));
  return ({ stream, mirror }) => (mirror === undefined ? homes.get(stream) : copies.get(mirror)) ?? "";
}
