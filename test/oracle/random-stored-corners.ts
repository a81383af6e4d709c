import type { AbstractEvent, AbstractMesh } from "./abstract-mesh.ts";
import type { Dice } from "./dice.ts";
import { namedPlaces } from "./named-places.ts";
import { canDial, isRandomHub } from "./random-brokers.ts";
import { atHome } from "./random-storing-edges.ts";
import { isOnTermsOf, isStored } from "./stored-terms.ts";
import type { PlainEvent } from "./topics.ts";
import { concreteTopics, plainEvents } from "./topics.ts";
import type { Catalog } from "./uses.ts";
import { mayBeIn, useOf } from "./uses.ts";

/** Forbids that an event of several publishers is stored at its home, and excepts one of them or all but one. */
export function exceptPublisher(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const events = plainEvents(mesh);
  const catalog = { mesh, events, topics: concreteTopics(mesh, events) };
  const uses = Object.keys(mesh.applications).map((name) => ({ name, ...useOf(catalog, name).use }));
  for (const event of dice.shuffle(events.filter(isStored))) {
    const publishers = uses.filter(({ publish }) => publish.has(event.id)).map(({ name }) => name);
    const homes = Object.keys(mesh.brokers).filter(
      (name) => isRandomHub(mesh.environments, mesh.brokers[name]) && mayBeIn(event, residencyOf(mesh, name)),
    );
    const home = dice.shuffle(homes)[0] ?? "";
    const residency = residencyOf(mesh, home);
    if (publishers.length < 2 || residency === undefined) continue;
    const [one = "", ...others] = dice.shuffle(publishers);
    const applications = dice.chance(0.5) ? [one] : [one, ...others.slice(1)];
    const forbid = { classification: "pii", residency, action: ["store"] } as const;
    const policy = { forbid, except: [{ applications, why: "agreed" }] };
    const changed = withEvent(mesh, event, { home, classification: ["pii"] });
    return { ...changed, policies: { ...mesh.policies, storing: policy } };
  }
  return mesh;
}

/**
 * Has an edge where several events of a stream are read by a durable dial two hubs, of which the second is new and
 * abroad. One of the events may not be there, and all of the stream is at home at the first.
 */
export function keepFromStandby(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const residency = Object.values(mesh.environments).flatMap((one) => one.residency ?? []);
  const events = plainEvents(mesh);
  const catalog = { mesh, events, topics: concreteTopics(mesh, events) };
  for (const [name, application] of dice.shuffle(Object.entries(mesh.applications))) {
    const [edge = ""] = namedPlaces(application);
    const [first] = dice.shuffle(confinedHubs(mesh, edge));
    if (first === undefined || !(application.durable || application.group)) continue;
    const { subscribe } = useOf(catalog, name).use;
    const read = events.filter((event) => isStored(event) && subscribe.has(event.id) && !event.residency);
    const besides = (one: PlainEvent) =>
      read.some((other) => other !== one && other.domain === one.domain && isOnTermsOf(mesh, one, other));
    const [event] = dice.shuffle(read.filter((one) => besides(one) && isConfined(catalog, one)));
    if (event)
      return atHome(
        withEvent(dialingAbroad(mesh, edge, first), event, { residency: [...new Set(residency)] }),
        first,
      );
  }
  return mesh;
}

/** Hubs that stand in a residency and that an edge that does so too may dial. */
function confinedHubs(mesh: AbstractMesh, edge: string): readonly string[] {
  const { environments, brokers } = mesh;
  if (isRandomHub(environments, brokers[edge]) || residencyOf(mesh, edge) === undefined) return [];
  const placeOf = (name: string) => brokers[name]?.environment ?? "";
  return Object.keys(brokers)
    .filter((name) => isRandomHub(environments, brokers[name]) && residencyOf(mesh, name) !== undefined)
    .filter((name) => canDial(environments, placeOf(edge), placeOf(name)));
}

/** Whether all who publish an event or read it are in some residency. */
function isConfined(catalog: Catalog, { id }: PlainEvent): boolean {
  return Object.entries(catalog.mesh.applications).every(([name, application]) => {
    const { publish, subscribe } = useOf(catalog, name).use;
    const isUsed = publish.has(id) || subscribe.has(id);
    return !isUsed || namedPlaces(application).every((at) => residencyOf(catalog.mesh, at) !== undefined);
  });
}

/** Has an edge dial a hub and, for standby, a new one in a residency of its own, with no entry about its links. */
function dialingAbroad(mesh: AbstractMesh, edge: string, first: string): AbstractMesh {
  const before = mesh.brokers[edge];
  if (!before) return mesh;
  const links = Object.entries(mesh.links).filter(([, { between }]) => !between.includes(edge));
  return {
    ...mesh,
    environments: { ...mesh.environments, abroad: { residency: "br" } },
    brokers: {
      ...mesh.brokers,
      [edge]: { ...before, uplink: [first, "quito"] },
      quito: { environment: "abroad" },
    },
    links: Object.fromEntries(links),
  };
}

/** Changes what one event says for itself. */
export function withEvent(
  mesh: AbstractMesh,
  { id, domain }: PlainEvent,
  change: AbstractEvent,
): AbstractMesh {
  const name = id.slice(domain.length + 1);
  const before = mesh.domains[domain];
  if (!before) return mesh;
  const events = { ...before.events, [name]: { ...before.events[name], ...change } };
  return { ...mesh, domains: { ...mesh.domains, [domain]: { ...before, events } } };
}

/** The residency that a broker stands in. */
export function residencyOf({ environments, brokers }: AbstractMesh, broker: string): string | undefined {
  return environments[brokers[broker]?.environment ?? ""]?.residency;
}
