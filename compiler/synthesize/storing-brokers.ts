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
  for (const { broker, role } of placed) {
    const keeps = broker.storage || keep.has(broker.name) || keepsSessions(broker, identities, engines);
    if (keeps) parts.set(broker.name, "events");
    if (role === "hub") hubs.set(broker.engine, [...(hubs.get(broker.engine) ?? []), broker]);
  }
  for (const [engine, ofEngine] of hubs) {
    const storing = ofEngine.filter(({ name }) => parts.has(name));
    for (const { name } of engines.get(engine)?.alsoVote(ofEngine, storing) ?? []) parts.set(name, "votes");
  }
  return parts;
}

/** Whether somebody logs in at a broker by a protocol whose sessions it keeps. */
function keepsSessions(
  { name, engine }: Placed["broker"],
  identities: readonly Identity[],
  engines: ReadonlyMap<string, Engine>,
): boolean {
  const kept = engines.get(engine)?.protocols.filter((protocol) => protocol.keepsSessions) ?? [];
  if (kept.length === 0) return false;
  return identities.some(({ protocol, at }) => at.has(name) && kept.some((one) => one.name === protocol));
}
