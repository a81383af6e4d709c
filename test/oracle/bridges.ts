import type { AbstractMesh } from "./abstract-mesh.ts";
import { mayCross } from "./crossing.ts";
import { homeOf } from "./deposits.ts";
import { isStored } from "./stored-terms.ts";
import { allTargets } from "./propagate.ts";
import type { PlainEvent } from "./topics.ts";
import type { Catalog, Use } from "./uses.ts";
import { isListed } from "./unlike-engines.ts";
import type { Bounds, DecidedBridge, DecidedBringing, DecidedStream, Finding } from "./verdict.ts";
import type { Leaf, Wiring } from "./wiring.ts";
import { below } from "./wiring.ts";

/** Topics of an event that would have to cross a bridge both ways, and between whom. */
export interface Circle {
  readonly event: string;
  readonly link: string;
  /** Who publishes them on the two sides. */
  readonly publishers: readonly [below: readonly string[], beyond: readonly string[]];
  /** Each way in which one topic goes up and comes down, as a message would say it. */
  readonly ways: readonly string[];
}

/** What has to cross each link that is given a list, and what may; see `DecidedBridge`. */
export function decideBridges(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  wiring: Wiring,
  streams: readonly DecidedStream[],
): readonly DecidedBridge[] {
  const { mesh, events } = catalog;
  return listedLeaves(wiring).flatMap((leaf) => {
    const sides = sidesOf(wiring, leaf.dialer, Object.keys(mesh.brokers));
    const crossings = events.map((event) => ({
      event,
      ...boundsOf(catalog, event, uses, sides, homeOf(streams, event.id)),
    }));
    const isConnect = leaf.kind === "connect";
    return leaf.targets.map((target) => {
      const own = crossings.filter(({ event }) => mayCross(mesh, event, leaf.dialer, target));
      const heard = own.filter(({ event }) => !isConnect || !isStored(event));
      return {
        link: leaf.name,
        dialer: leaf.dialer,
        target,
        isConnect,
        up: together(own.map(({ up }) => up)),
        down: together(own.map(({ down }) => down)),
        heard: together(heard.map(({ down }) => down)),
        brings: isConnect ? bringingsOf(mesh, leaf, target, crossings, streams) : [],
      };
    });
  });
}

/** Of each stream one place for all that comes down of it over some target; where some of that may not cross, none of it does. */
function bringingsOf(
  mesh: AbstractMesh,
  { name, dialer, targets }: Leaf,
  target: string,
  crossings: readonly { readonly event: PlainEvent; readonly down: Bounds }[],
  streams: readonly DecidedStream[],
): readonly DecidedBringing[] {
  return streams.flatMap((stream) => {
    const read = crossings.filter(
      ({ event, down }) =>
        down.needed.size > 0 &&
        stream.events.includes(event.id) &&
        targets.some((to) => mayCross(mesh, event, dialer, to)),
    );
    if (read.length === 0 || !read.every(({ event }) => mayCross(mesh, event, dialer, target))) return [];
    const topics = together(read.map(({ down }) => down));
    return [{ name: `link_${name.split(".").join("_")}`, stream: stream.name, home: stream.home, topics }];
  });
}

/** Topics that would go round for ever. */
export function circlesOf(
  { mesh, events }: Catalog,
  uses: ReadonlyMap<string, Use>,
  wiring: Wiring,
  streams: readonly DecidedStream[],
): readonly Circle[] {
  return listedLeaves(wiring).flatMap((leaf) => {
    const sides = sidesOf(wiring, leaf.dialer, Object.keys(mesh.brokers));
    const crosses = (event: PlainEvent) =>
      leaf.targets.some((target) => mayCross(mesh, event, leaf.dialer, target));
    return events.filter(crosses).flatMap((event): readonly Circle[] => {
      const { up, down } = crossingsOf(event, uses, sides, homeOf(streams, event.id));
      const rounds = up.flatMap((there) =>
        down.filter(({ topic }) => topic === there.topic).map((back) => ({ there, back })),
      );
      if (rounds.length === 0) return [];
      const names = (side: "there" | "back") => [...new Set(rounds.map((round) => round[side].publisher))];
      const between = ({ publisher, taker }: Crossing) => `"${publisher}" to ${taker}`;
      const ways = rounds.map(({ there, back }) => `up from ${between(there)}, down from ${between(back)}`);
      return [
        {
          event: event.id,
          link: leaf.name,
          publishers: [names("there"), names("back")],
          ways: [...new Set(ways)],
        },
      ];
    });
  });
}

/** The same as what is wrong with a mesh. */
export function circleFindings(circles: readonly Circle[]): readonly Finding[] {
  return circles.map(({ event, link, ways }) => ({
    category: "bothWays",
    names: [event, link],
    oneOf: ways,
  }));
}

/** What would cross of stored events, for who can lose it: each as a message would say it. Nothing does that would circle. */
export function storedOver(
  { mesh, events }: Catalog,
  uses: ReadonlyMap<string, Use>,
  wiring: Wiring,
  streams: readonly DecidedStream[],
  leaf: Leaf,
): readonly string[] {
  const circles = circlesOf({ mesh, events, topics: [] }, uses, wiring, streams);
  const sides = sidesOf(wiring, leaf.dialer, Object.keys(mesh.brokers));
  const own = events.filter(
    (event) =>
      isStored(event) &&
      leaf.targets.some((target) => mayCross(mesh, event, leaf.dialer, target)) &&
      !circles.some((circle) => circle.link === leaf.name && circle.event === event.id),
  );
  return own.flatMap((event) => {
    const { up, down } = crossingsOf(event, uses, sides, homeOf(streams, event.id));
    if (up.length === 0 && down.length === 0) return [];
    return [`"${event.id}" is at-least-once and goes ${up.length > 0 ? "up" : "down"}`];
  });
}

function listedLeaves({ leaves }: Wiring): readonly Leaf[] {
  return leaves.filter(({ kind }) => isListed(kind));
}

/** Which brokers are below a broker, itself one of them, for each way in which all can choose their targets. */
function sidesOf(wiring: Wiring, dialer: string, all: readonly string[]): readonly ReadonlySet<string>[] {
  const sides = allTargets(wiring).map((targets) => {
    const dials = (broker: string) =>
      wiring.leaves.flatMap((leaf, index) => (leaf.dialer === broker ? (targets[index] ?? []) : []));
    return below(dialer, dials, all).toSorted();
  });
  return [...new Map(sides.map((names) => [names.join(" "), new Set(names)])).values()];
}

/** One topic that somebody publishes on one side and somebody reads on the other, or that is stored there. */
interface Crossing {
  readonly topic: string;
  readonly publisher: string;
  /** The reader, or the home, as a message would call it. */
  readonly taker: string;
}

function crossingsOf(
  { id }: PlainEvent,
  uses: ReadonlyMap<string, Use>,
  sides: readonly ReadonlySet<string>[],
  home: string | undefined,
): { readonly up: readonly Crossing[]; readonly down: readonly Crossing[] } {
  const up: Crossing[] = [];
  const down: Crossing[] = [];
  for (const [publisher, { publish, places: from }] of uses) {
    const isBelow = sides.some((side) => from.some((at) => side.has(at)));
    // Whether or not anybody reads it, it is stored; and who dials never leads up to a home below itself.
    if (home !== undefined && isBelow) {
      const taker = `its home "${home}"`;
      up.push(...[...(publish.get(id) ?? [])].map((topic) => ({ topic, publisher, taker })));
    }
    for (const [reader, { subscribe, places: to }] of uses) {
      const heard = subscribe.get(id);
      const topics = [...(publish.get(id) ?? [])].filter((topic) => heard?.has(topic));
      const crossing = topics.map((topic) => ({ topic, publisher, taker: `"${reader}"` }));
      if (crossing.length === 0) continue;
      const goes = (isUp: boolean) =>
        sides.some(
          (side) => from.some((at) => side.has(at) === isUp) && to.some((at) => side.has(at) !== isUp),
        );
      if (goes(true)) up.push(...crossing);
      if (goes(false)) down.push(...crossing);
    }
  }
  return { up, down };
}

/**
 * What has to cross of an event is what is published on one side and read on the other. As much may as is around that,
 * level by level: a level that is not the same in all of it may be any. Up all of the event may where nobody can publish it
 * beyond. Where the two directions would meet, only what has to.
 */
function boundsOf(
  { topics }: Catalog,
  event: PlainEvent,
  uses: ReadonlyMap<string, Use>,
  sides: readonly ReadonlySet<string>[],
  home: string | undefined,
): Pick<DecidedBridge, "up" | "down"> {
  const { up, down } = crossingsOf(event, uses, sides, home);
  const needed = { up: topicsOf(up), down: topicsOf(down) };
  const whole = new Set(topics.filter((topic) => topic.event === event.id).map(({ text }) => text));
  const isBeyond = (at: string) => sides.some((side) => !side.has(at));
  const isPublishedBeyond = [...uses.values()].some(
    ({ publish, places }) => publish.has(event.id) && places.some(isBeyond),
  );
  const isWhole = needed.up.size > 0 && !isPublishedBeyond;
  const allowed = { up: isWhole ? whole : around(needed.up, whole), down: around(needed.down, whole) };
  const meet = [...allowed.up].some((topic) => allowed.down.has(topic));
  return {
    up: { needed: needed.up, allowed: meet ? needed.up : allowed.up },
    down: { needed: needed.down, allowed: meet ? needed.down : allowed.down },
  };
}

function topicsOf(crossings: readonly Crossing[]): ReadonlySet<string> {
  return new Set(crossings.map(({ topic }) => topic));
}

/** Of an event's topics those that are like some of them in every level in which these are all alike. */
function around(some: ReadonlySet<string>, whole: ReadonlySet<string>): ReadonlySet<string> {
  const [first, ...others] = [...some].map((topic) => topic.split("/"));
  if (!first) return some;
  const fixed = first.map((level, index) => others.every((other) => other[index] === level));
  const isAround = (topic: string) =>
    topic.split("/").every((level, index) => !fixed[index] || level === first[index]);
  return new Set([...whole].filter(isAround));
}

function together(bounds: readonly Bounds[]): Bounds {
  return {
    needed: new Set(bounds.flatMap(({ needed }) => [...needed])),
    allowed: new Set(bounds.flatMap(({ allowed }) => [...allowed])),
  };
}
