import { linksAt } from "./links-at.ts";
import type { Event } from "./mesh.ts";
import type { Link, Topology } from "./topology.ts";

/**
 * At-least-once events that wait at a broker while a link is cut, or while who dials it is away: for one link, which has
 * a session there.
 */
export interface Waiting {
  readonly link: Link;
  /** `up`: they leave the broker over a link that it dials; `down`: they go to a broker that dials it. */
  readonly direction: "up" | "down";
  /** Sorted as the link lists them, each once. */
  readonly events: readonly Event[];
}

/**
 * What has to wait at a broker, by link. A link that follows subscriptions keeps nothing: its events wait in streams. One
 * that is given a list, and keeps what it carries, subscribes to it by a session: at its own broker to what goes up, at
 * each target to what comes down. What the session has not had waits there. Over a link that keeps nothing no event is
 * promised that it is not lost.
 */
export function waitingAt({ links }: Pick<Topology, "links">, broker: string): readonly Waiting[] {
  return linksAt(links, broker).flatMap((link): readonly Waiting[] => {
    if (link.kind.durability !== "stored") return [];
    const direction = link.from === broker ? "up" : "down";
    const kept = (link.listed?.[direction] ?? [])
      .map(({ event }) => event)
      .filter(({ terms }) => terms.delivery === "at-least-once");
    return kept.length === 0 ? [] : [{ link, direction, events: [...new Set(kept)] }];
  });
}
