import type { Source, Stream } from "../model/topology.ts";
import type { Engine } from "../target.ts";
import type { Placed } from "./pins.ts";

/** Which brokers take part in storing, and how. */
export function storingBrokers(
  placed: Iterable<Placed>,
  streams: readonly Stream[],
  sources: readonly Source[],
  engines: ReadonlyMap<string, Engine>,
): ReadonlyMap<string, "events" | "votes"> {
  const keep = new Set([...streams.map(({ home }) => home), ...sources.map(({ broker }) => broker)]);
  const parts = new Map<string, "events" | "votes">();
  const hubs = new Map<string, Placed["broker"][]>();
  for (const { broker, role } of placed) {
    if (broker.storage || keep.has(broker.name)) parts.set(broker.name, "events");
    if (role === "hub") hubs.set(broker.engine, [...(hubs.get(broker.engine) ?? []), broker]);
  }
  for (const [engine, ofEngine] of hubs) {
    const storing = ofEngine.filter(({ name }) => parts.has(name));
    for (const { name } of engines.get(engine)?.alsoVote(ofEngine, storing) ?? []) parts.set(name, "votes");
  }
  return parts;
}
