import type { AbstractEvent, AbstractMesh } from "./abstract-mesh.ts";
import type { Dice } from "./dice.ts";
import { namedPlaces } from "./named-places.ts";
import { isRandomHub } from "./random-brokers.ts";
import { isStored } from "./stored-terms.ts";
import type { PlainEvent } from "./topics.ts";
import { concreteTopics, plainEvents } from "./topics.ts";
import { mayBeIn, useOf } from "./uses.ts";
import { namedUplinks } from "./wiring.ts";

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

/** Keeps one stored event, of several that a durable reader at an edge reads, from one of the edge's standby targets. */
export function keepFromStandby(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const all = [...new Set(Object.values(mesh.environments).flatMap(({ residency }) => residency ?? []))];
  const events = plainEvents(mesh);
  for (const [name, { durable, group, ...rest }] of dice.shuffle(Object.entries(mesh.applications))) {
    const [broker = ""] = namedPlaces(rest);
    const targets = namedUplinks(mesh.brokers[broker]);
    const near = [broker, ...targets.slice(0, 1)].map((one) => residencyOf(mesh, one));
    const away = targets.slice(1).find((one) => !near.includes(residencyOf(mesh, one)));
    const barred = away === undefined ? undefined : residencyOf(mesh, away);
    if (barred === undefined || !(durable || group)) continue;
    const { subscribe } = useOf({ mesh, events, topics: concreteTopics(mesh, events) }, name).use;
    const read = events.filter((event) => isStored(event) && subscribe.has(event.id) && !event.residency);
    const [event] = dice.shuffle(read);
    if (event && read.length > 1)
      return withEvent(mesh, event, { residency: all.filter((one) => one !== barred) });
  }
  return mesh;
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
