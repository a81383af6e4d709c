import type { AbstractMesh } from "./abstract-mesh.ts";
import type { Dice } from "./dice.ts";
import { namedPlaces } from "./named-places.ts";
import { isRandomHub } from "./random-brokers.ts";
import { isStored } from "./stored-terms.ts";
import type { PlainEvent } from "./topics.ts";
import { concreteTopics, plainEvents } from "./topics.ts";
import { mayBeIn, useOf } from "./uses.ts";

/**
 * Sends a stored event of an edge through a residency where it must not be carried, on its way to a home where it may
 * be: one that nobody reads before others. What is carried on to its readers is often excepted.
 */
export function passThrough(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const events = plainEvents(mesh);
  const catalog = { mesh, events, topics: concreteTopics(mesh, events) };
  const names = Object.keys(mesh.applications);
  const read = new Set(names.flatMap((name) => [...useOf(catalog, name).use.subscribe.keys()]));
  const unreadFirst = (some: readonly PlainEvent[]) =>
    dice.shuffle(some).toSorted((one, other) => Number(read.has(one.id)) - Number(read.has(other.id)));
  for (const name of dice.shuffle(names)) {
    const [broker = ""] = namedPlaces(mesh.applications[name]);
    const isEdge = !isRandomHub(mesh.environments, mesh.brokers[broker]);
    const { publish } = useOf(catalog, name).use;
    const stored = events.filter((event) => isStored(event) && publish.has(event.id));
    for (const event of isEdge ? unreadFirst(stored) : []) {
      const [via, home] = hubsOnTheWay(dice, mesh, broker, event);
      if (via !== undefined && home !== undefined)
        return barred(dice, sentOver(mesh, broker, via, event, home), via, name);
    }
  }
  return mesh;
}

/** A hub elsewhere than the edge, and one elsewhere than that, both where the event may be. */
function hubsOnTheWay(dice: Dice, mesh: AbstractMesh, edge: string, event: PlainEvent) {
  const here = residencyOf(mesh, edge);
  const hubs = dice
    .shuffle(Object.keys(mesh.brokers))
    .filter((name) => isRandomHub(mesh.environments, mesh.brokers[name]))
    .filter((name) => residencyOf(mesh, name) !== undefined && mayBeIn(event, residencyOf(mesh, name)));
  const via = here === undefined ? undefined : hubs.find((name) => residencyOf(mesh, name) !== here);
  const there = via === undefined ? undefined : residencyOf(mesh, via);
  return [via, hubs.find((name) => residencyOf(mesh, name) !== there)] as const;
}

function sentOver(
  mesh: AbstractMesh,
  edge: string,
  via: string,
  { id, domain }: PlainEvent,
  home: string,
): AbstractMesh {
  const name = id.slice(domain.length + 1);
  const before = mesh.domains[domain];
  const entry = mesh.brokers[edge];
  if (!before || !entry) return mesh;
  const events = { ...before.events, [name]: { ...before.events[name], home, classification: ["pii"] } };
  const links = Object.entries(mesh.links).filter(([, { between }]) => !between.includes(edge));
  return {
    ...mesh,
    brokers: { ...mesh.brokers, [edge]: { ...entry, uplink: via } },
    domains: { ...mesh.domains, [domain]: { ...before, events } },
    links: Object.fromEntries(links),
  };
}

function barred(dice: Dice, mesh: AbstractMesh, via: string, publisher: string): AbstractMesh {
  const forbid = {
    classification: "pii",
    residency: residencyOf(mesh, via) ?? "",
    action: ["carry"],
  } as const;
  const applications = Object.keys(mesh.applications).filter((name) => name !== publisher);
  const except =
    dice.chance(0.7) && applications.length > 0 ? { except: [{ applications, why: "agreed" }] } : {};
  return { ...mesh, policies: { ...mesh.policies, passing: { forbid, ...except } } };
}

function residencyOf({ environments, brokers }: AbstractMesh, broker: string): string | undefined {
  return environments[brokers[broker]?.environment ?? ""]?.residency;
}
