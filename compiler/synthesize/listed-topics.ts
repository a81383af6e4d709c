import { crossesBothWays } from "../diagnostics/codes/synthesize.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { compare } from "../model/compare.ts";
import type { Event, LinkDeclaration, Mesh } from "../model/mesh.ts";
import { patternIndex } from "../model/pattern-index.ts";
import { covers, intersection, overlaps, type Pattern, printPattern } from "../model/topic.ts";
import type { Link, ListedTopic, Stream } from "../model/topology.ts";
import { mayCross } from "./link-grants.ts";
import type { PlacesOf } from "./needs.ts";
import { partiesByEvent } from "./parties.ts";
import { sidesOfLinks } from "./sides.ts";
import { type Meeting, type Traffic, trafficOver } from "./traffic.ts";

/** What the lists of links follow from, beside links and places. */
interface Listing {
  readonly mesh: Mesh;
  readonly streams: readonly Stream[];
  readonly declarations: ReadonlyMap<string, LinkDeclaration>;
}

/**
 * Gives each link of a kind that follows no subscriptions the topics that may cross it: up what is published at the
 * dialing broker or below it and read or stored elsewhere, down what is published elsewhere and read there, whichever
 * targets brokers are on. Nothing on such a link stops an event that comes back, so that no topic may cross both ways.
 */
export function withListedTopics(
  { mesh, streams, declarations }: Listing,
  links: readonly Link[],
  placesOf: PlacesOf,
  report: Reporter,
): readonly Link[] {
  if (links.every(({ kind }) => kind.interest !== "listed")) return links;
  const sidesOf = sidesOfLinks(links);
  const trafficOf = trafficOver(partiesByEvent(mesh.applications.values()), placesOf, homesOf(streams));
  return links.map((link) => {
    if (link.kind.interest !== "listed") return link;
    const targets = [link.to, ...link.standby];
    const all: { up: ListedTopic[]; down: ListedTopic[] } = { up: [], down: [] };
    for (const traffic of trafficOf(sidesOf(link))) {
      const { event } = traffic;
      if (!targets.some((target) => mayCross(mesh, event, link.from, target, declarations))) continue;
      const { up, down } = crossingPatterns(traffic, link, report);
      all.up.push(...up.map((pattern) => ({ event, pattern })));
      all.down.push(...down.map((pattern) => ({ event, pattern })));
    }
    return { ...link, listed: { up: sorted(all.up), down: sorted(all.down) } };
  });
}

/**
 * What crosses of an event: up all of it where nobody beyond publishes it, else a set around what is published below and
 * read beyond; down a set around what is read below, since the line to an edge may be thin. So most that joins or leaves
 * changes nothing about the link. Where the two sets would meet, exactly what is published and read; nothing where that
 * would circle, which is reported.
 */
function crossingPatterns(
  traffic: Traffic,
  link: Link,
  report: Reporter,
): { readonly up: readonly Pattern[]; readonly down: readonly Pattern[] } {
  const { event } = traffic;
  const around = {
    up: traffic.isPublishedBeyond ? setAround(event, traffic.up()) : wholeIfAny(event, traffic.up()),
    down: setAround(event, traffic.down()),
  };
  if (!around.up || !around.down || !overlaps(around.up, around.down))
    return { up: listOf(around.up), down: listOf(around.down) };
  const [up, down] = [[...traffic.up()], [...traffic.down()]];
  if (reportCircle(link, event, up, down, report)) return { up: [], down: [] };
  return { up: widest(up), down: widest(down) };
}

function wholeIfAny({ topic }: Event, meetings: Iterable<Meeting>): Pattern | undefined {
  for (const _ of meetings) return topic;
  return undefined;
}

/** The narrowest set that holds all that is met about, whose topics have as many levels as each other. */
function setAround({ topic }: Event, meetings: Iterable<Meeting>): Pattern | undefined {
  let around: Pattern | undefined;
  for (const { common } of meetings) {
    around = around?.map((level, index) => (common[index] === level ? level : "*")) ?? common;
    // It is as wide as can be.
    if (around.every((level, index) => level === topic[index])) break;
  }
  return around;
}

function listOf(pattern: Pattern | undefined): readonly Pattern[] {
  return pattern ? [pattern] : [];
}

/** What is met about, each pattern once, without those that another one covers. */
function widest(meetings: readonly Meeting[]): readonly Pattern[] {
  const patterns = meetings.map(({ common }) => common);
  const distinct = [...new Map(patterns.map((pattern) => [printPattern(pattern), pattern])).values()];
  const index = patternIndex(distinct, (pattern) => pattern);
  const isWithin = (inner: Pattern) => (outer: Pattern) => outer !== inner && covers(outer, inner);
  return distinct.filter((pattern) => !index.overlapping(pattern).some(isWithin(pattern)));
}

/** Reports the first topics that would cross both ways; whether there are some. */
function reportCircle(
  { name, kind }: Link,
  event: Event,
  ups: readonly Meeting[],
  downs: readonly Meeting[],
  report: Reporter,
): boolean {
  const index = patternIndex(downs, ({ common }) => common);
  for (const up of ups) {
    const [back] = index.overlapping(up.common);
    const common = back && intersection(back.common, up.common);
    if (!back || !common) continue;
    report.report(
      crossesBothWays,
      {
        event: `${event.domain}.${event.name}`,
        link: name,
        kind: kind.name,
        topic: printPattern(common),
        below: { publisher: up.publisher.name, taker: back.taker },
        beyond: { publisher: back.publisher.name, taker: up.taker },
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

function homesOf(streams: readonly Stream[]): ReadonlyMap<Event, string> {
  return new Map(streams.flatMap(({ home, events }) => events.map((event) => [event, home] as const)));
}
