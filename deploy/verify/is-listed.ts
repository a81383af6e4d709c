import type { Event } from "../../compiler/model/mesh.ts";
import { covers, type Pattern } from "../../compiler/model/topic.ts";
import type { Link } from "../../compiler/model/topology.ts";
import { eventId } from "./probe-topic.ts";

/** An event, and one of its topics. */
export interface Travelling {
  readonly event: Event;
  readonly topic: Pattern;
}

/**
 * Whether an event may go from one of two linked brokers to the other: over a link that is given a list of topics its
 * topic goes the way that the list says, over others wherever it is asked for.
 */
export function isListed(
  links: readonly Link[],
  { event, topic }: Travelling,
  from: string,
  to: string,
): boolean {
  const lists = links.flatMap(({ listed, from: dials, to: active, standby }) => {
    const targets = [active, ...standby];
    if (!listed) return [];
    if (dials === from && targets.includes(to)) return [listed.up];
    return dials === to && targets.includes(from) ? [listed.down] : [];
  });
  const wanted = eventId(event);
  return (
    lists.length === 0 ||
    lists.some((list) => list.some((one) => eventId(one.event) === wanted && covers(one.pattern, topic)))
  );
}
