import type { Event } from "../model/mesh.ts";
import { eventIdIn } from "../model/names.ts";
import { covers, overlaps, type Pattern, printPattern } from "../model/topic.ts";
import type { Stream } from "../model/topology.ts";
import { lossKey } from "./loss-key.ts";
import { shownIn } from "./plan-names.ts";
import type { RefusedLoss } from "./refused-loss.ts";
import { isAsSaid, type Stand } from "./stand.ts";

/** A stored event that is wanted no more, or no more stored. */
export interface HeldEvent {
  readonly event: Event;
  /** The stream that keeps it. */
  readonly stream: Stream;
  /** Set where the manifest has it still, and does not store it. */
  readonly stays?: true;
}

/** Events that are held on to, by `domain.event`, and those of which that cannot be. */
export interface HeldEvents {
  readonly events: ReadonlyMap<string, HeldEvent>;
  readonly refused: readonly RefusedLoss[];
}

/** `domain.event`. */
export function idOf({ domain, name }: Event): string {
  return `${domain}.${name}`;
}

/** Finds the stored events that a manifest gives up, and that are to be held on to. */
export function eventsToHold(wanted: Stand, recorded: Stand, mayLose: ReadonlySet<string>): HeldEvents {
  const events = new Map<string, HeldEvent>();
  const refused = new Map<string, RefusedLoss>();
  for (const stream of recorded.topology.streams) {
    const { domain, home } = stream;
    if (
      !isAsSaid(recorded, home) ||
      mayLose.has(lossKey("domain", domain)) ||
      mayLose.has(lossKey("broker", home))
    )
      continue;
    for (const event of stream.events) {
      if (takesOver(wanted, event)) continue;
      const why = whyNotHeld(wanted, recorded, event, stream);
      const known = wanted.topology.mesh.domains.get(domain)?.events.has(event.name);
      if (why === undefined) events.set(idOf(event), { event, stream, ...(known && { stays: true }) });
      else refused.set(`${domain} ${why}`, { kind: "domain", name: domain, why });
    }
  }
  return { events, refused: [...refused.values()] };
}

/** The stored event of a manifest that has all topics of one that was stored, in the same domain. */
export function takesOver({ topology }: Stand, { domain, topic }: Event): Event | undefined {
  const events = [...(topology.mesh.domains.get(domain)?.events.values() ?? [])];
  return events.find((now) => now.terms.delivery === "at-least-once" && covers(now.topic, topic));
}

function whyNotHeld(wanted: Stand, recorded: Stand, event: Event, { home }: Stream): string | undefined {
  const { domains, brokers } = wanted.topology.mesh;
  const unread = "and what is stored of it is not read yet";
  if (!brokers.has(home))
    return `"${shownIn(recorded.topology, "brokers", home)}", which keeps its events, leaves the mesh too`;
  const domain = domains.get(event.domain);
  if (!domain) {
    const topic = recorded.topology.mesh.domains.get(event.domain)?.topic ?? event.topic;
    const other = [...domains.values()].find((one) => meet(one.topic, topic));
    return (
      other &&
      `its topic is used by domain "${shownIn(wanted.topology, "domains", other.name)}" now, ${unread}`
    );
  }
  const topicOf = ({ topology }: Stand) => printPattern(topology.mesh.domains.get(event.domain)?.topic ?? []);
  const now = domain.events.get(event.name)?.topic ?? event.topic;
  const isMoved = topicOf(wanted) !== topicOf(recorded) || printPattern(now) !== printPattern(event.topic);
  const shown = (one: Event) => eventIdIn(wanted.topology.mesh.names ?? new Map(), one.domain, one.name);
  if (isMoved) return `the topic of "${shown(event)}" was "${printPattern(event.topic)}", ${unread}`;
  const other = [...domain.events.values()].find(
    ({ name, topic }) => name !== event.name && overlaps(topic, event.topic),
  );
  return other && `the topic of "${shown(event)}" is used by "${shown(other)}" now, ${unread}`;
}

/** Whether a topic is another, or above or below it. */
function meet(one: Pattern, other: Pattern): boolean {
  return one.every((level, index) => index >= other.length || level === other[index]);
}
