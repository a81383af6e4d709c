import type { Domain, Event, LinkDeclaration, Mesh } from "../model/mesh.ts";
import { pairKey } from "../model/pair-key.ts";
import { residencyAllows } from "../model/residency.ts";
import type { Grant, Link } from "../model/topology.ts";
import { tidyGrants } from "./grants.ts";
import { type Children, domainsAtBrokers, type Needs, needsBelow, type PlacesOf } from "./needs.ts";

/**
 * The rights that a link's identity has at each of its targets. They are whole domains, so that one more
 * application of a domain does not disturb the link: up go the domains that applications at the dialing broker or
 * below it publish, down those that they subscribe to, as far as the links below carry them. Where a domain may not go
 * as a whole, its events one by one.
 */
export function linkGrants(
  mesh: Mesh,
  placesOf: PlacesOf,
  children: Children,
  declarations: ReadonlyMap<string, LinkDeclaration>,
): (link: Link) => ReadonlyMap<string, readonly Grant[]> {
  const mayPass = (domain: string, from: string, to: string) =>
    crossingEvents(mesh, domain, from, to, declarations).length > 0;
  const below = needsBelow(domainsAtBrokers(mesh, placesOf), children, mayPass);
  return (link) => {
    const needs = below.get(link.from) ?? { publish: new Set(), subscribe: new Set() };
    const at = new Map<string, readonly Grant[]>();
    for (const target of [link.to, ...link.standby]) {
      at.set(target, grantsAt(mesh, link.from, target, needs, declarations));
    }
    return at;
  };
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

function grantsAt(
  mesh: Mesh,
  from: string,
  target: string,
  needs: Needs<string>,
  declarations: ReadonlyMap<string, LinkDeclaration>,
): readonly Grant[] {
  const side = (action: Grant["action"], names: ReadonlySet<string>) => {
    const grants = [...names].flatMap((name) =>
      domainGrants(action, mesh.domains.get(name), crossingEvents(mesh, name, from, target, declarations)),
    );
    return tidyGrants(grants);
  };
  return [...side("publish", needs.publish), ...side("subscribe", needs.subscribe)];
}

/** Events of a domain that may cross a link of two brokers. */
function crossingEvents(
  mesh: Mesh,
  domain: string,
  from: string,
  target: string,
  declarations: ReadonlyMap<string, LinkDeclaration>,
): readonly Event[] {
  const events = [...(mesh.domains.get(domain)?.events.values() ?? [])];
  return events.filter((event) => mayCross(mesh, event, from, target, declarations));
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
