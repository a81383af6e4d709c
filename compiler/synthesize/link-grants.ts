import type { Domain, Environment, LinkDeclaration, Mesh } from "../model/mesh.ts";
import { pairKey } from "../model/pair-key.ts";
import { residencyAllows } from "../model/residency.ts";
import type { Grant, Link } from "../model/topology.ts";
import { tidyGrants } from "./grants.ts";
import { type Children, type DomainNeeds, domainsBelow, needsAtBrokers } from "./needs.ts";

/**
 * The rights that a link's identity has at each of its targets. They are whole domains, so that one more
 * application of a domain does not disturb the link: up go the domains that applications at the dialing broker or
 * below it publish, down those that they subscribe to. Where a domain may not go as a whole, its events one by one.
 */
export function linkGrants(
  mesh: Mesh,
  links: readonly Link[],
  declarations: ReadonlyMap<string, LinkDeclaration>,
): (link: Link) => ReadonlyMap<string, readonly Grant[]> {
  const below = domainsBelow(needsAtBrokers(mesh), dialers(links));
  return (link) => {
    const needs = below.get(link.from) ?? { publish: new Set(), subscribe: new Set() };
    const at = new Map<string, readonly Grant[]>();
    for (const target of [link.to, ...link.standby]) {
      at.set(target, grantsAt(mesh, link.from, target, needs, declarations));
    }
    return at;
  };
}

function dialers(links: readonly Link[]): Children {
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
  needs: DomainNeeds,
  declarations: ReadonlyMap<string, LinkDeclaration>,
): readonly Grant[] {
  const ends = [from, target].flatMap((name) => mesh.brokers.get(name)?.environment ?? []);
  const only = declarations.get(pairKey(from, target))?.domains;
  const side = (action: Grant["action"], names: ReadonlySet<string>) => {
    const domains = [...names].filter((name) => only?.includes(name) ?? true);
    const grants = domains.flatMap((name) => domainGrants(action, mesh.domains.get(name), ends));
    return tidyGrants(grants);
  };
  return [...side("publish", needs.publish), ...side("subscribe", needs.subscribe)];
}

function domainGrants(
  action: Grant["action"],
  domain: Domain | undefined,
  ends: readonly Environment[],
): readonly Grant[] {
  if (!domain) return [];
  const events = [...domain.events.values()];
  const allowed = events.filter((event) => ends.every((end) => residencyAllows(event, end)));
  if (allowed.length === events.length) {
    return [{ action, pattern: [...domain.topic, ">"], subject: { domain: domain.name } }];
  }
  return allowed.map((event) => ({
    action,
    pattern: event.topic,
    subject: { domain: domain.name, event: event.name },
  }));
}
