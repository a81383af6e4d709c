import type { Domain, Event, LinkDeclaration, Mesh } from "../model/mesh.ts";
import { pairKey } from "../model/pair-key.ts";
import { residencyAllows } from "../model/residency.ts";
import type { Grant, Link, ListedTopic, Source } from "../model/topology.ts";
import { tidyGrants } from "./grants.ts";
import { keepsFirst, type Keeper } from "./keeps-first.ts";
import { type Children, domainsAtBrokers, type Needs, needsBelow, type PlacesOf } from "./needs.ts";
import { keptByEdge } from "./sources.ts";

/** What decides which events cross a link as they are published. */
export interface Crossable {
  readonly mesh: Mesh;
  readonly declarations: ReadonlyMap<string, LinkDeclaration>;
  readonly keepers: ReadonlyMap<string, Keeper>;
  readonly sources: readonly Source[];
}

/**
 * The rights that a link's identity has at each of its targets. They are whole domains, so that one more
 * application of a domain does not disturb the link: up go the domains that applications at the dialing broker or
 * below it publish, down those that they subscribe to, as far as the links below carry them. Where a domain may not go
 * as a whole, its events one by one: what the dialing broker keeps goes neither up nor down.
 */
export function linkGrants(
  crossable: Crossable,
  placesOf: PlacesOf,
  children: Children,
): (link: Link) => ReadonlyMap<string, readonly Grant[]> {
  const { mesh } = crossable;
  const crossing = crossingEvents(crossable);
  const mayPass = (domain: string, from: string, to: string, action: Grant["action"]) =>
    crossing(action, domain, from, to).length > 0;
  const below = needsBelow(domainsAtBrokers(mesh, placesOf), children, mayPass);
  return ({ from, to, standby }) => {
    const needs: Needs<string> = below.get(from) ?? { publish: new Set(), subscribe: new Set() };
    const side = (action: Grant["action"], target: string) =>
      tidyGrants(
        [...needs[action]].flatMap((name) =>
          domainGrants(action, mesh.domains.get(name), crossing(action, name, from, target)),
        ),
      );
    return new Map(
      [to, ...standby].map((target) => [target, [...side("publish", target), ...side("subscribe", target)]]),
    );
  };
}

/**
 * The same of a link that is given a list: what it lists, at each target as far as it may go there, but for stored events
 * that it brings down, which it reads by durables.
 */
export function listedGrants(
  { mesh, declarations }: Pick<Crossable, "mesh" | "declarations">,
  { kind, from, to, standby, listed }: Link,
): ReadonlyMap<string, readonly Grant[]> | undefined {
  if (!listed) return undefined;
  const grantsAt = (action: Grant["action"], topics: readonly ListedTopic[], target: string) =>
    topicGrants(
      action,
      topics.filter(({ event }) => mayCross(mesh, event, from, target, declarations)),
    );
  const isHeard = ({ event }: ListedTopic) =>
    kind.storedEvents === "as-they-pass" || event.terms.delivery === "at-most-once";
  const heard = listed.down.filter(isHeard);
  return new Map(
    [to, ...standby].map((target) => [
      target,
      [...grantsAt("publish", listed.up, target), ...grantsAt("subscribe", heard, target)],
    ]),
  );
}

/** Rights to topics of a list. */
export function topicGrants(action: Grant["action"], topics: readonly ListedTopic[]): readonly Grant[] {
  return topics.map(({ event, pattern }) => ({
    action,
    pattern,
    subject: { domain: event.domain, event: event.name },
  }));
}

/** Who dials each broker, over links that form a tree. */
export function dialers(links: readonly Link[]): Children {
  const children = new Map<string, string[]>();
  for (const link of links) {
    if (link.kind.shape !== "acyclic") continue;
    for (const target of [link.to, ...link.standby]) {
      const list = children.get(target);
      if (list) list.push(link.from);
      else children.set(target, [link.from]);
    }
  }
  return children;
}

/** Events of a domain that may cross a link of two brokers as they are published: up, or down. */
function crossingEvents({ mesh, declarations, keepers, sources }: Crossable) {
  const kept = keptByEdge(sources);
  const isHeld = (action: Grant["action"], event: Event, from: string) => {
    const keeper = keepers.get(from);
    // Up goes nothing that the broker would keep if it were published there.
    if (action === "publish") return keeper !== undefined && keepsFirst(keeper, event);
    return kept.get(from)?.has(event) ?? false;
  };
  return (action: Grant["action"], domain: string, from: string, target: string): readonly Event[] => {
    const events = [...(mesh.domains.get(domain)?.events.values() ?? [])];
    return events.filter(
      (event) => !isHeld(action, event, from) && mayCross(mesh, event, from, target, declarations),
    );
  };
}

/** Whether a link of two brokers may carry an event: both ends may have it, and the link its domain. */
export function mayCross(
  mesh: Mesh,
  event: Event,
  from: string,
  target: string,
  declarations: ReadonlyMap<string, LinkDeclaration>,
): boolean {
  const only = declarations.get(pairKey(from, target))?.domains;
  if (only && !only.includes(event.domain)) return false;
  const ends = [from, target].flatMap((name) => mesh.brokers.get(name)?.environment ?? []);
  return ends.every((end) => residencyAllows(event, end));
}

function domainGrants(
  action: Grant["action"],
  domain: Domain | undefined,
  allowed: readonly Event[],
): readonly Grant[] {
  if (!domain) return [];
  if (allowed.length === domain.events.size) {
    return [{ action, pattern: [...domain.topic, ">"], subject: { domain: domain.name } }];
  }
  return allowed.map((event) => ({
    action,
    pattern: event.topic,
    subject: { domain: domain.name, event: event.name },
  }));
}
