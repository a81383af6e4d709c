import { covers, overlaps } from "../model/topic.ts";
import type { Source, Stream, Topology } from "../model/topology.ts";
import { lossKey } from "./loss-key.ts";

/**
 * What edges keep for streams and are to keep no more, as they keep it until it is drawn up: nobody publishes it there any
 * more, and its home stays where it is. Of anything else that is given up nothing can be brought along. What `mayLose`
 * names, by its domain or its edge, goes at once.
 */
export function heldSources(
  before: Topology,
  held: Topology,
  mayLose: ReadonlySet<string>,
): readonly Source[] {
  const kept = new Set(held.sources.map(({ name }) => name));
  const gone = before.sources.filter(({ name }) => !kept.has(name));
  if (gone.length === 0) return [];
  const streams = new Map(held.streams.map((stream) => [stream.name, stream]));
  return gone.flatMap((source) => {
    const { broker, stream: was } = source;
    if (mayLose.has(lossKey("domain", was.domain)) || mayLose.has(lossKey("broker", broker))) return [];
    const stream = streams.get(was.name);
    if (!stream || !isDrawn(before, held, source, stream) || isPublished(held, source)) return [];
    const events = stream.events.filter(({ topic }) => source.events.some((one) => covers(one.topic, topic)));
    return events.length > 0 ? [{ ...source, stream, events }] : [];
  });
}

/** Whether the edge and the home are what they were to each other. */
function isDrawn(before: Topology, held: Topology, { broker, stream }: Source, now: Stream): boolean {
  const [was, is] = [before.brokers.get(broker), held.brokers.get(broker)];
  if (!was || !is || now.home !== stream.home) return false;
  const isSame = was.broker.engine === is.broker.engine && was.role === is.role;
  return isSame && was.broker.environment.name === is.broker.environment.name;
}

/** Whether somebody publishes it at the edge, or below it, who is to be heard at the home at once from now on. */
function isPublished({ identities }: Topology, { broker, events }: Source): boolean {
  return identities.some(({ at }) =>
    at
      .get(broker)
      ?.some(
        ({ action, pattern }) => action === "publish" && events.some(({ topic }) => overlaps(topic, pattern)),
      ),
  );
}
