import { compare } from "../../compiler/model/compare.ts";
import type { Event, Mesh } from "../../compiler/model/mesh.ts";
import type { Pattern } from "../../compiler/model/topic.ts";

/** A topic as it is probed, with the words that reports use for it. */
export interface ProbeTopic {
  /** Concrete levels; in a subscription `*` and `>` may stand for sets. */
  readonly levels: Pattern;
  /** `retail/orders/{region}/created` where the level of `region` was filled with a value that nobody uses. */
  readonly label: string;
}

/** `orders.created`, as references in the manifest say it. */
export function eventId(event: Pick<Event, "domain" | "name">): string {
  return `${event.domain}.${event.name}`;
}

/** One topic of a set of an event's topics: each open level gets `value`, which no manifest holds. */
export function fillTopic(event: Event, pattern: Pattern, value: string): ProbeTopic {
  const names = new Map([...event.parameters].map(([name, level]) => [level, name]));
  return {
    levels: pattern.map((level) => (level === "*" ? value : level)),
    label: pattern
      .map((level, index) => (level === "*" ? `{${names.get(index) ?? "any"}}` : level))
      .join("/"),
  };
}

/** A set of topics as it is probed by one subscription. */
export function topicSet(pattern: Pattern): ProbeTopic {
  return { levels: pattern, label: pattern.join("/") };
}

/** Without repetitions, by label. */
export function distinctTopics(topics: Iterable<ProbeTopic>): readonly ProbeTopic[] {
  const byLabel = new Map<string, ProbeTopic>();
  for (const topic of topics) byLabel.set(topic.label, topic);
  return [...byLabel.values()].toSorted((a, b) => compare(a.label, b.label));
}

/** All events of the mesh by `eventId`, sorted. */
export function allEvents(mesh: Mesh): readonly Event[] {
  const events = [...mesh.domains.values()].flatMap((domain) => [...domain.events.values()]);
  return events.toSorted((a, b) => compare(eventId(a), eventId(b)));
}

/**
 * Topics of each event that tell rights apart: one with values that nobody names, and one for each narrower set
 * that some application is given.
 */
export function tellingTopics(mesh: Mesh, value: string): ReadonlyMap<string, readonly ProbeTopic[]> {
  const topics = new Map(
    allEvents(mesh).map((event) => [eventId(event), [fillTopic(event, event.topic, value)]]),
  );
  for (const application of mesh.applications.values()) {
    for (const reference of [...application.publish, ...application.subscribe]) {
      for (const { event, pattern } of reference.accesses) {
        topics.get(eventId(event))?.push(fillTopic(event, pattern, value));
      }
    }
  }
  return new Map([...topics].map(([id, list]) => [id, distinctTopics(list)]));
}
