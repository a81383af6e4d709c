import { crossesBothWays } from "../diagnostics/codes/synthesize.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { compare } from "../model/compare.ts";
import type { Application, Event, LinkDeclaration, Mesh } from "../model/mesh.ts";
import { intersection, overlaps, type Pattern, printPattern } from "../model/topic.ts";
import type { Link, ListedTopic, ListedTopics } from "../model/topology.ts";
import { dialers, mayCross } from "./link-grants.ts";
import type { Children, PlacesOf } from "./needs.ts";
import { type Party, partiesByEvent } from "./parties.ts";

/**
 * Gives each link of a kind that follows no subscriptions the topics that may cross it: up what is published at the
 * dialing broker or below it and read elsewhere, down what is published elsewhere and read there. Nothing on such a link
 * stops an event that comes back, so that no topic may cross both ways.
 */
export function withListedTopics(
  mesh: Mesh,
  links: readonly Link[],
  placesOf: PlacesOf,
  declarations: ReadonlyMap<string, LinkDeclaration>,
  report: Reporter,
): readonly Link[] {
  if (links.every(({ kind }) => kind.interest !== "listed")) return links;
  const children = dialers(links);
  const parties = partiesByEvent(mesh);
  return links.map((link) => {
    if (link.kind.interest !== "listed") return link;
    const below = brokersBelow(link.from, children);
    const isAt = (side: "below" | "beyond") => (party: Party) =>
      placesOf(party.application).some(({ name }) => below.has(name) === (side === "below"));
    const all: { up: ListedTopic[]; down: ListedTopic[] } = { up: [], down: [] };
    for (const { event, publishers, subscribers } of parties) {
      if (
        ![link.to, ...link.standby].some((target) => mayCross(mesh, event, link.from, target, declarations))
      )
        continue;
      const sides: Sides = {
        below: {
          publishers: publishers.filter(isAt("below")),
          subscribers: subscribers.filter(isAt("below")),
        },
        beyond: {
          publishers: publishers.filter(isAt("beyond")),
          subscribers: subscribers.filter(isAt("beyond")),
        },
      };
      const crossing = crossingTopics(event, sides);
      if (reportCircle(link, event, sides, report)) continue;
      all.up.push(...crossing.up);
      all.down.push(...crossing.down);
    }
    return { ...link, listed: { up: sorted(all.up), down: sorted(all.down) } };
  });
}

/** Who publishes and reads an event on the two sides of a link. */
interface Sides {
  readonly below: Side;
  readonly beyond: Side;
}

interface Side {
  readonly publishers: readonly Party[];
  readonly subscribers: readonly Party[];
}

/** A broker and all that dial it, directly or through others. */
function brokersBelow(broker: string, children: Children): ReadonlySet<string> {
  const below = new Set([broker]);
  // A set hands out what is added while it is walked.
  for (const name of below) for (const child of children.get(name) ?? []) below.add(child);
  return below;
}

/**
 * What crosses of an event: up all of it where nobody beyond publishes it, else a set around what is published below and
 * read beyond; down a set around what is read below, since the line to an edge may be thin. So most that joins or leaves
 * changes nothing about the link. Where the two sets would meet, exactly what is published and read.
 */
function crossingTopics(event: Event, { below, beyond }: Sides): ListedTopics {
  const met = {
    up: meetings(below.publishers, beyond.subscribers).map(({ common }) => common),
    down: meetings(beyond.publishers, below.subscribers).map(({ common }) => common),
  };
  const up = met.up.length > 0 && beyond.publishers.length === 0 ? event.topic : around(met.up);
  const down = around(met.down);
  const isApart = !up || !down || !overlaps(up, down);
  const listed = (set: Pattern | undefined, exact: readonly Pattern[]) =>
    (isApart ? (set ? [set] : []) : widest(exact)).map((pattern) => ({ event, pattern }));
  return { up: listed(up, met.up), down: listed(down, met.down) };
}

/** The narrowest set that holds all of some sets of one event's topics, which have as many levels as each other. */
function around(patterns: readonly Pattern[]): Pattern | undefined {
  const [first, ...others] = patterns;
  return first?.map((level, index) => (others.every((other) => other[index] === level) ? level : "*"));
}

/** A publisher and a reader that have topics in common. */
interface Meeting {
  readonly publisher: Application;
  readonly subscriber: Application;
  readonly common: Pattern;
}

function meetings(publishers: readonly Party[], subscribers: readonly Party[]): readonly Meeting[] {
  return publishers.flatMap((publisher) =>
    subscribers.flatMap((subscriber) =>
      publisher.patterns.flatMap((out) =>
        subscriber.patterns.flatMap((into) => {
          const common = intersection(out, into);
          const { application } = publisher;
          return common ? [{ publisher: application, subscriber: subscriber.application, common }] : [];
        }),
      ),
    ),
  );
}

/** Each pattern once, without those that another one covers. */
function widest(patterns: readonly Pattern[]): readonly Pattern[] {
  const distinct = [...new Map(patterns.map((pattern) => [printPattern(pattern), pattern])).values()];
  const isWithin = (inner: Pattern, outer: Pattern) => {
    const common = inner === outer ? undefined : intersection(inner, outer);
    return common !== undefined && printPattern(common) === printPattern(inner);
  };
  return distinct.filter((pattern) => !distinct.some((other) => isWithin(pattern, other)));
}

/** Reports the first topics that would cross both ways; whether there are some. */
function reportCircle(link: Link, event: Event, { below, beyond }: Sides, report: Reporter): boolean {
  const down = meetings(beyond.publishers, below.subscribers);
  for (const up of meetings(below.publishers, beyond.subscribers)) {
    const back = down.find(({ common }) => overlaps(common, up.common));
    const common = back && intersection(back.common, up.common);
    if (!back || !common) continue;
    const { name, kind } = link;
    report.report(
      crossesBothWays,
      {
        event: `${event.domain}.${event.name}`,
        link: name,
        kind: kind.name,
        topic: printPattern(common),
        below: { publisher: up.publisher.name, subscriber: back.subscriber.name },
        beyond: { publisher: back.publisher.name, subscriber: up.subscriber.name },
      },
      { path: ["applications", up.publisher.name, "publish"], on: "key" },
      [{ path: ["applications", back.publisher.name, "publish"], on: "key", message: "published here too" }],
    );
    return true;
  }
  return false;
}

function sorted(topics: readonly ListedTopic[]): readonly ListedTopic[] {
  return topics.toSorted((a, b) => compare(printPattern(a.pattern), printPattern(b.pattern)));
}
