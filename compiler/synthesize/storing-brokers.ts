import type { Identity, Source, Stream } from "../model/topology.ts";
import type { Engine } from "../target.ts";
import type { Placed } from "./pins.ts";

/** Which brokers take part in storing, and how. */
export function storingBrokers(
  placed: Iterable<Placed>,
  streams: readonly Stream[],
  sources: readonly Source[],
  identities: readonly Identity[],
  engines: ReadonlyMap<string, Engine>,
): ReadonlyMap<string, "events" | "votes"> {
  const keep = new Set([...streams.map(({ home }) => home), ...sources.map(({ broker }) => broker)]);
  const parts = new Map<string, "events" | "votes">();
  const hubs = new Map<string, Placed["broker"][]>();
  const keepsSessions = sessionKeepers(identities, engines);
  for (const { broker, role } of placed) {
    const keeps = broker.storage || keep.has(broker.name) || keepsSessions(broker);
    if (keeps) parts.set(broker.name, "events");
    if (role === "hub") hubs.set(broker.engine, [...(hubs.get(broker.engine) ?? []), broker]);
  }
  for (const [engine, ofEngine] of hubs) {
    const storing = ofEngine.filter(({ name }) => parts.has(name));
    for (const { name } of engines.get(engine)?.alsoVote(ofEngine, storing) ?? []) parts.set(name, "votes");
  }
  return parts;
}

/** Tells whether somebody logs in at a broker by a protocol whose sessions it keeps. */
function sessionKeepers(
  identities: readonly Identity[],
  engines: ReadonlyMap<string, Engine>,
): (broker: Placed["broker"]) => boolean {
  const speaking = new Map<string, Set<string>>();
  for (const { protocol, at } of identities) {
    const brokers = speaking.get(protocol) ?? new Set();
    speaking.set(protocol, brokers);
    for (const broker of at.keys()) brokers.add(broker);
  }
  return ({ name, engine }) =>
    engines
      .get(engine)
      ?.protocols.some((protocol) => protocol.keepsSessions && speaking.get(protocol.name)?.has(name)) ??
    false;
}
