import { sortedByName } from "../model/compare.ts";
import { covers, printPattern } from "../model/topic.ts";
import type { Stream, Topology } from "../model/topology.ts";
import { brokerLosses } from "./broker-losses.ts";
import { shownIn } from "./plan-names.ts";
import { placeLosses } from "./place-losses.ts";
import { type LossKind, lossKey } from "./loss-key.ts";
import type { RefusedLoss } from "./refused-loss.ts";
import { isAsSaid, keeperOf, type Stand } from "./stand.ts";

/**
 * What of the events that are kept would be lost though nobody said that it may: streams that would be elsewhere or not
 * at all, places of readers, and what is kept at brokers that leave or are to be something else. Nothing of it can be
 * brought along. `known` names what is refused already, as `lossKey` does. Sorted by name.
 */
export function losses(
  before: Stand,
  held: Topology,
  mayLose: ReadonlySet<string>,
  known: ReadonlySet<string>,
): readonly RefusedLoss[] {
  const found: RefusedLoss[] = [];
  const isKnown = (kind: LossKind, name: string) =>
    mayLose.has(lossKey(kind, name)) || known.has(lossKey(kind, name));
  const brokers = brokerLosses(before, held, mayLose);
  const isTold = (broker: string) =>
    brokers.has(broker) || mayLose.has(lossKey("broker", broker)) || !isAsSaid(before, broker);
  for (const [name, why] of brokers) if (!isKnown("broker", name)) found.push({ kind: "broker", name, why });
  const { streams, durables } = before.topology;
  const now = new Map(held.streams.map((stream) => [stream.name, stream]));
  for (const stream of streams) {
    const { domain: name, home } = stream;
    if (isTold(home) || isKnown("domain", name)) continue;
    const why = streamLoss(stream, now.get(stream.name), [before.topology, held]);
    if (why !== undefined) found.push({ kind: "domain", name, why });
  }
  const keeper = keeperOf(before.topology);
  const placeLoss = placeLosses(held);
  for (const durable of durables) {
    const { applications: readers } = durable;
    const [name = ""] = readers;
    const isAllowed = readers.some((one) => isKnown("application", one));
    if (isAllowed || isTold(keeper(durable))) continue;
    const why = placeLoss(durable, keeper(durable));
    if (why !== undefined) found.push({ kind: "application", name, why });
  }
  return sortedByName(found);
}

function streamLoss(
  stream: Stream,
  now: Stream | undefined,
  [before, held]: readonly [Topology, Topology],
): string | undefined {
  const { name, events } = stream;
  const home = shownIn(held.brokers.has(stream.home) ? held : before, "brokers", stream.home);
  if (!now)
    return `what is stored in "${name}" would be kept no more, for its events are to be kept on other terms`;
  if (now.home !== stream.home)
    return `what is stored in "${name}" cannot move from "${home}" to "${shownIn(held, "brokers", now.home)}" yet: name "${home}" as \`home\``;
  const gone = events.find(({ topic }) => !now.events.some((event) => covers(event.topic, topic)));
  return gone && `what is stored in "${name}" of "${printPattern(gone.topic)}" could not be read any more`;
}
