import { flowName } from "../model/flow-name.ts";
import type { Event } from "../model/mesh.ts";
import type { Flow, Topology } from "../model/topology.ts";
import { comparer } from "./alike.ts";

/** Names of what of a mesh is other than in another one: only that has to be told of entry by entry. */
export interface Unlike {
  readonly brokers: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
  readonly domains: ReadonlySet<string>;
  readonly applications: ReadonlySet<string>;
  /** As `flowName` writes them. */
  readonly flows: ReadonlySet<string>;
}

/** What two meshes do not have alike. Whatever is not named here says the same in both. */
export function unlike(before: Topology, after: Topology): Unlike {
  const alike = comparer();
  const differing = <T>(of: (topology: Topology) => ReadonlyMap<string, T>): ReadonlySet<string> => {
    const [old, now] = [of(before), of(after)];
    const names = new Set([...old.keys(), ...now.keys()]);
    return new Set([...names].filter((name) => !alike(old.get(name), now.get(name))));
  };
  return {
    brokers: differing(({ brokers }) => brokers),
    links: differing(linkParts),
    domains: differing(domainParts),
    applications: differing(applicationParts),
    flows: unlikeFlows(before.flows, after.flows, alike),
  };
}

function linkParts({ links, identities }: Topology): ReadonlyMap<string, readonly unknown[]> {
  const byName = new Map(identities.map((identity) => [identity.name, identity]));
  return new Map(
    links.map((link) => {
      const { name } = link;
      return [name, [link, byName.get(`link.${name}`), byName.get(`connect.${name}`)]];
    }),
  );
}

function domainParts({ mesh, streams, sources, mirrors }: Topology): ReadonlyMap<string, unknown[]> {
  const parts = new Map<string, unknown[]>([...mesh.domains].map(([name, domain]) => [name, [domain]]));
  for (const stream of streams) parts.get(stream.domain)?.push(stream);
  for (const each of [...sources, ...mirrors]) parts.get(each.stream.domain)?.push(each);
  return parts;
}

function applicationParts({ mesh, places, identities, durables }: Topology): ReadonlyMap<string, unknown[]> {
  const protocols = new Map(identities.map(({ name, protocol }) => [name, protocol]));
  const parts = new Map<string, unknown[]>(
    [...mesh.applications.values()].map((application) => {
      const { name } = application;
      return [name, [application, places.get(name)?.brokers, protocols.get(`application.${name}`)]];
    }),
  );
  for (const durable of durables) for (const reader of durable.applications) parts.get(reader)?.push(durable);
  return parts;
}

/** Both lists are sorted alike, so that they are gone through side by side. */
function unlikeFlows(
  before: readonly Flow[],
  after: readonly Flow[],
  alike: (a: unknown, b: unknown) => boolean,
): ReadonlySet<string> {
  const found = new Set<string>();
  let [left, right] = [0, 0];
  while (left < before.length || right < after.length) {
    const [a, b] = [before[left], after[right]];
    const order = a && b ? orderOf(a, b) : a ? -1 : 1;
    if (order === 0 && a && b) {
      if (a.stored?.home !== b.stored?.home || !alike(a.path, b.path)) found.add(flowName(b));
    } else if (order < 0 && a) found.add(flowName(a));
    else if (b) found.add(flowName(b));
    if (order <= 0) left += 1;
    if (order >= 0) right += 1;
  }
  return found;
}

function orderOf(a: Flow, b: Flow): number {
  return (
    byEvent(a.event, b.event) ||
    by(a.publisher.name, b.publisher.name) ||
    by(a.subscriber.name, b.subscriber.name) ||
    by(a.from, b.from) ||
    by(a.to, b.to)
  );
}

function byEvent(a: Event, b: Event): number {
  if (a.domain === b.domain) return by(a.name, b.name);
  return by(`${a.domain}.${a.name}`, `${b.domain}.${b.name}`);
}

function by(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
