import { isBrought } from "../model/is-brought.ts";
import { pairKey } from "../model/pair-key.ts";
import { pathFinder } from "../model/path-finder.ts";
import { type LinkGraph, linkGraph } from "../model/route.ts";
import { covers, overlaps, type Pattern } from "../model/topic.ts";
import type { Durable, Grant, Identity, Link, StoredUse, Topology } from "../model/topology.ts";

/** What is published where, and who is to have it where. */
export interface Delivery {
  /** `domain.event`. */
  readonly event: string;
  readonly from: string;
  readonly to: string;
  /** Topics that are both published and read. */
  readonly patterns: readonly Pattern[];
  /** Whether all of these have to arrive, and not only some. */
  readonly isWhole?: boolean;
  /** By which it is read, where it is not heard as it passes. */
  readonly durable?: Durable;
}

/** How a delivery goes: the brokers on its way, or why it does not arrive, in words. */
export type Way = { readonly path: readonly string[]; readonly why?: undefined } | { readonly why: string };

/** Judges deliveries of one mesh by what its brokers let through, while every link is on its active target. */
export interface Deliveries {
  readonly wayOf: (delivery: Delivery) => Way;
  /** What an application may publish or hear at a broker; empty where it is not known there. */
  readonly grantsOf: (application: string, broker: string) => readonly Grant[];
  /** By what it reads stored events at a broker, as far as that is kept somewhere. */
  readonly durablesOf: (application: string, broker: string) => readonly Durable[];
}

/** What is looked up of a topology. */
interface Ground {
  readonly graph: LinkGraph;
  readonly identities: ReadonlyMap<string, Identity>;
  /** Home by `domain.event`. */
  readonly homes: ReadonlyMap<string, string>;
  /** Names of what edges keep of an event, by edge and `domain.event`. */
  readonly sources: ReadonlyMap<string, string>;
  readonly durables: ReadonlyMap<string, Durable>;
}

/** Prepares the judgement of many deliveries. */
export function deliveries(topology: Topology): Deliveries {
  const ground = groundOf(topology);
  const pathBetween = pathFinder(ground.graph);
  const identityOf = (application: string) => ground.identities.get(`application.${application}`);
  return {
    grantsOf: (application, broker) => identityOf(application)?.at.get(broker) ?? [],
    durablesOf: (application, broker) =>
      (identityOf(application)?.uses.get(broker)?.reads ?? []).flatMap(
        (durable) => ground.durables.get(durableKey(durable)) ?? [],
      ),
    wayOf(delivery) {
      const { event, from, to, durable } = delivery;
      const direct = pathBetween(from, to);
      const home = durable || isBrought(ground.graph, direct) ? ground.homes.get(event) : undefined;
      if (home === undefined)
        return durable ? { why: "nobody keeps it" } : live(ground, direct, delivery, false);
      const [up, down] = [pathBetween(from, home), pathBetween(home, to)];
      const stored = live(ground, up, delivery, true);
      if (stored.why !== undefined) return stored;
      const read = live(ground, down, delivery, false);
      return read.why === undefined ? { path: [...up, ...down.slice(1)] } : read;
    },
  };
}

function groundOf({ links, identities, streams, sources, durables }: Topology): Ground {
  const key = ({ domain, name }: { domain: string; name: string }) => `${domain}.${name}`;
  return {
    graph: linkGraph(links),
    identities: new Map(identities.map((identity) => [identity.name, identity])),
    homes: new Map(streams.flatMap(({ home, events }) => events.map((event) => [key(event), home] as const))),
    sources: new Map(
      sources.flatMap(({ name, broker, events }) =>
        events.map((event) => [`${broker} ${key(event)}`, name] as const),
      ),
    ),
    durables: new Map(durables.map((durable) => [durableKey(durable), durable])),
  };
}

function durableKey({ stream, name }: Durable): string {
  return `${stream} ${name}`;
}

/** A way along which each broker passes it on, from store to store where it is kept on the way. */
function live(ground: Ground, path: readonly string[], delivery: Delivery, toHome: boolean): Way {
  if (path.length === 0) return { why: "their brokers are not linked" };
  const state: Passing = { path, delivery, toHome };
  for (const [index, broker] of path.entries()) {
    const next = path[index + 1];
    if (next === undefined) break;
    const why = whyNotPassed(ground, state, index, broker, next);
    if (why !== undefined) return { why };
  }
  return { path };
}

interface Passing {
  readonly path: readonly string[];
  readonly delivery: Delivery;
  /** Whether it goes to where it is stored; edges on the way may keep it first. */
  readonly toHome: boolean;
}

function whyNotPassed(
  ground: Ground,
  passing: Passing,
  index: number,
  broker: string,
  next: string,
): string | undefined {
  if (ground.graph.backbone.has(pairKey(broker, next))) return undefined;
  const up = linkTo(ground, broker, next);
  const link = up ?? linkTo(ground, next, broker);
  if (!link) return `"${broker}" and "${next}" are not linked`;
  const target = up ? next : broker;
  const identity = ground.identities.get(`link.${link.name}`);
  const passes = up
    ? goesUp(ground, passing, index, link, identity, target)
    : comesDown(passing, index, link, identity, target);
  return passes ? undefined : `link "${link.name}" may not carry it at "${target}"`;
}

function linkTo({ graph }: Ground, from: string, to: string): Link | undefined {
  return graph.dialed.get(from)?.find((link) => link.to === to);
}

function goesUp(
  ground: Ground,
  { path, delivery, toHome }: Passing,
  index: number,
  link: Link,
  identity: Identity | undefined,
  target: string,
): boolean {
  const kept = path.slice(0, index + 1).flatMap((at) => ground.sources.get(`${at} ${delivery.event}`) ?? []);
  const [source] = kept;
  if (!link.kind.filters) return true;
  if (source !== undefined && toHome)
    return usesOf(identity, target)?.sources.some(({ name }) => name === source) ?? false;
  return isListed(link, "up", delivery) && isGranted(identity, target, "publish", delivery);
}

function comesDown(
  { path, delivery }: Passing,
  index: number,
  link: Link,
  identity: Identity | undefined,
  target: string,
): boolean {
  if (!link.kind.filters) return true;
  const { durable } = delivery;
  const uses = usesOf(identity, target);
  if (durable) {
    const edge = durable.edge === undefined ? -1 : path.indexOf(durable.edge);
    if (index < edge) return uses?.mirrors.some(({ name }) => name === durable.mirror) ?? false;
    return uses?.reads.some((one) => durableKey(one) === durableKey(durable)) ?? false;
  }
  const brought = (uses?.brings ?? []).flatMap(({ patterns }) => patterns);
  const granted = grantedTo(identity, target, "subscribe");
  return isListed(link, "down", delivery) && areIn(delivery, [...brought, ...granted]);
}

function usesOf(identity: Identity | undefined, target: string): StoredUse | undefined {
  return identity?.uses.get(target);
}

function isListed({ listed }: Link, side: "up" | "down", delivery: Delivery): boolean {
  return (
    !listed ||
    areIn(
      delivery,
      listed[side].map(({ pattern }) => pattern),
    )
  );
}

function isGranted(
  identity: Identity | undefined,
  target: string,
  action: Grant["action"],
  delivery: Delivery,
): boolean {
  return areIn(delivery, grantedTo(identity, target, action));
}

function grantedTo(
  identity: Identity | undefined,
  target: string,
  action: Grant["action"],
): readonly Pattern[] {
  const grants = identity?.at.get(target) ?? [];
  return grants.filter((grant) => grant.action === action).map(({ pattern }) => pattern);
}

/** Whether some of what is delivered is in some patterns; of one that is to arrive whole, all of it. */
function areIn({ patterns: topics, isWhole = false }: Delivery, patterns: readonly Pattern[]): boolean {
  if (!isWhole) return patterns.some((pattern) => topics.some((topic) => overlaps(pattern, topic)));
  return topics.every((topic) => patterns.some((pattern) => covers(pattern, topic)));
}
