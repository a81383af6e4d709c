import type { AbstractApplication, AbstractMesh } from "./abstract-mesh.ts";
import { mayBeAt } from "./crossing.ts";
import type { Dice } from "./dice.ts";
import { namedPlaces } from "./named-places.ts";
import { canDial, isRandomHub } from "./random-brokers.ts";
import { residencyOf, withEvent } from "./random-stored-corners.ts";
import { atHome } from "./random-storing-edges.ts";
import { isStored } from "./stored-terms.ts";
import type { PlainEvent } from "./topics.ts";
import { concreteTopics, plainEvents } from "./topics.ts";
import type { Action } from "./uses.ts";
import { useOf } from "./uses.ts";
import { namedUplinks } from "./wiring.ts";

/** Has an edge keep what is published there, for readers by durables, and mostly dial two hubs that may not take alike. */
export function keepFirst(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const [edge, event] = storedAtEdge(dice, mesh, "publish");
  if (edge === undefined || !event) return mesh;
  const kept = readByDurables(standingBy(dice, storingAt(mesh, edge), edge, event), event.id);
  return dice.chance(0.6) ? barredFromStandby(kept, edge, event) : kept;
}

/** Has an edge where stored events are read by a durable store, and mostly dial two hubs that may not take alike. */
export function copyToEdge(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const [edge, event] = storedAtEdge(dice, mesh, "subscribe");
  if (edge === undefined || !event) return mesh;
  return readByDurables(standingBy(dice, storingAt(mesh, edge), edge, event), event.id);
}

/** Forbids that an event is stored where one who reads it by a durable is, and gives it a home elsewhere. */
export function forbidCopy(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const events = plainEvents(mesh);
  const catalog = { mesh, events, topics: concreteTopics(mesh, events) };
  for (const [name, application] of dice.shuffle(Object.entries(mesh.applications))) {
    const [place = "", ...others] = namedPlaces(application);
    const residency = residencyOf(mesh, place);
    if (others.length > 0 || residency === undefined || !(application.durable || application.group)) continue;
    const { subscribe } = useOf(catalog, name).use;
    for (const event of dice.shuffle(events.filter((one) => isStored(one) && subscribe.has(one.id)))) {
      const home = Object.keys(mesh.brokers).find((broker) => {
        const there = residencyOf(mesh, broker);
        const isElsewhere = there !== undefined && there !== residency && mayBeAt(mesh, event, broker);
        return isElsewhere && isRandomHub(mesh.environments, mesh.brokers[broker]);
      });
      if (home === undefined) continue;
      const forbid = { classification: "pii", residency, action: ["store"] } as const;
      const changed = withEvent(storingAt(mesh, place), event, { home, classification: ["pii"] });
      return { ...changed, policies: { ...mesh.policies, copying: { forbid } } };
    }
  }
  return mesh;
}

/** An edge, and a stored event that is published there, or read. */
function storedAtEdge(dice: Dice, mesh: AbstractMesh, action: Action): readonly [string?, PlainEvent?] {
  const events = plainEvents(mesh);
  const catalog = { mesh, events, topics: concreteTopics(mesh, events) };
  for (const [name, application] of dice.shuffle(Object.entries(mesh.applications))) {
    const edges = namedPlaces(application).filter((at) => !isRandomHub(mesh.environments, mesh.brokers[at]));
    const used = useOf(catalog, name).use[action];
    const [event] = dice.shuffle(events.filter((one) => isStored(one) && used.has(one.id)));
    if (edges[0] !== undefined && event) return [edges[0], event];
  }
  return [];
}

function storingAt(mesh: AbstractMesh, broker: string): AbstractMesh {
  const before = mesh.brokers[broker];
  return before ? { ...mesh, brokers: { ...mesh.brokers, [broker]: { ...before, storage: "1Gi" } } } : mesh;
}

/** Gives an edge two hubs to dial, the second of which, now and then, may not have the event. */
function standingBy(dice: Dice, mesh: AbstractMesh, edge: string, event: PlainEvent): AbstractMesh {
  const { environments, brokers } = mesh;
  const before = brokers[edge];
  const hubs = Object.keys(brokers)
    .filter((name) => isRandomHub(environments, brokers[name]))
    .filter((name) => canDial(environments, before?.environment ?? "", brokers[name]?.environment ?? ""));
  const [first] = dice.shuffle(hubs.filter((name) => mayBeAt(mesh, event, name)));
  const [second] = dice.shuffle(hubs.filter((name) => name !== first));
  if (!before || first === undefined || second === undefined || dice.chance(0.2)) return mesh;
  const others = Object.entries(mesh.links).filter(([, { between }]) => !between.includes(edge));
  const domains = Object.keys(mesh.domains).filter((name) => name !== event.domain);
  const narrow = { between: [edge, second], domains } as const;
  const links = Object.fromEntries(others);
  return {
    ...mesh,
    brokers: { ...brokers, [edge]: { ...before, uplink: [first, second] } },
    links: dice.chance(0.4) && domains.length > 0 ? { ...links, [`k-${edge}`]: narrow } : links,
  };
}

/** Keeps an event from the second of an edge's targets, and its domain at home at the first. */
function barredFromStandby(mesh: AbstractMesh, edge: string, event: PlainEvent): AbstractMesh {
  const [first = "", second = ""] = namedUplinks(mesh.brokers[edge]);
  const barred = residencyOf(mesh, second);
  const near = [edge, first].map((name) => residencyOf(mesh, name));
  if (event.residency || barred === undefined || near.includes(barred) || near.includes(undefined))
    return mesh;
  const all = Object.values(mesh.environments).flatMap(({ residency }) => residency ?? []);
  const residency = [...new Set(all)].filter((one) => one !== barred);
  return atHome(withEvent(mesh, event, { residency }), first);
}

/** Has all who read an event keep their place. */
function readByDurables(mesh: AbstractMesh, event: string): AbstractMesh {
  const events = plainEvents(mesh);
  const catalog = { mesh, events, topics: concreteTopics(mesh, events) };
  const applications = Object.entries(mesh.applications).map(([name, before]) => {
    const reads = useOf(catalog, name).use.subscribe.has(event) && before.group === undefined;
    return [name, reads ? { ...before, durable: true } : before] as const;
  });
  return { ...mesh, applications: Object.fromEntries<AbstractApplication>(applications) };
}
