import { sortedByName } from "../model/compare.ts";
import type { Application, Event, LinkDeclaration, Mesh } from "../model/mesh.ts";
import { placesOf } from "../model/places-of.ts";
import type { LinkProcess } from "../model/link-kind.ts";
import type { Identity, Link, LinkDurable, StoredUse, Topology } from "../model/topology.ts";
import type { Engine } from "../target.ts";
import { applicationGrants } from "./grants.ts";
import { dialers, linkGrants, listedGrants, mayCross, topicGrants } from "./link-grants.ts";
import { protocolOf } from "../model/protocol-of.ts";
import { type Storage, storedUses } from "./stored-uses.ts";

/** Who logs in where and may do what: every application, and every link whose kind can be given rights. */
export function synthesizeIdentities(
  mesh: Mesh,
  links: readonly Link[],
  declarations: ReadonlyMap<string, LinkDeclaration>,
  places: Topology["places"],
  storage: Storage,
  engines: ReadonlyMap<string, Engine>,
): readonly Identity[] {
  const identities: Identity[] = [];
  const at = (application: Application) => placesOf({ places }, application);
  const children = dialers(links);
  const mayPass: Passing = (event, from, to) => mayCross(mesh, event, from, to, declarations);
  const stored = storedUses(mesh, at, storage, children, mayPass);
  for (const application of mesh.applications.values()) {
    identities.push({
      name: `application.${application.name}`,
      kind: "application",
      protocol: protocolOf(application, mesh, engines),
      at: new Map(at(application).map((it) => [it.name, applicationGrants(application, it, mesh)])),
      uses: new Map(at(application).map((it) => [it.name, stored.ofApplication(application)])),
    });
  }
  const grantsOf = linkGrants({ mesh, declarations, ...storage }, at, children);
  for (const link of links) {
    if (!link.kind.filters) continue;
    const { name, kind } = link;
    identities.push({
      name: `link.${name}`,
      kind: "link",
      protocol: kind.protocol,
      ...(kind.process && { carries: name }),
      at: listedGrants({ mesh, declarations }, link) ?? grantsOf(link),
      uses: kind.process ? broughtBy(link, mayPass) : stored.ofLink(link),
    });
    if (kind.process) identities.push(besideDialer(link, kind.process));
  }
  return sortedByName(identities);
}

const noUse: StoredUse = { answered: [], reads: [], sources: [], mirrors: [] };

/** Whether an event may cross the link of one broker to another. */
type Passing = (event: Event, from: string, to: string) => boolean;

/**
 * What the process that carries a link does at each target: it reads the link's durables, wherever they are kept. One of
 * which something may not cross there it does not read there at all: a durable cannot be read in part.
 */
function broughtBy(
  { from, to, standby, listed, durables = [] }: Link,
  mayPass: Passing,
): ReadonlyMap<string, StoredUse> {
  const eventsOf = ({ patterns }: LinkDurable) =>
    listed?.down.flatMap(({ event, pattern }) => (patterns.includes(pattern) ? [event] : [])) ?? [];
  const readAt = (target: string) =>
    durables.filter((durable) => eventsOf(durable).every((event) => mayPass(event, from, target)));
  return new Map([to, ...standby].map((target) => [target, { ...noUse, brings: readAt(target) }]));
}

/** Who it is at the broker beside it: it reads there what goes up, and publishes what comes down. */
function besideDialer({ name, from, listed }: Link, { engine, protocol }: LinkProcess): Identity {
  const { up = [], down = [] } = listed ?? {};
  const grants = [...topicGrants("publish", down), ...topicGrants("subscribe", up)];
  return {
    name: `${engine}.${name}`,
    kind: "link",
    protocol,
    carries: name,
    at: new Map([[from, grants]]),
    uses: new Map([[from, noUse]]),
  };
}
