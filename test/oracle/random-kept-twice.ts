import type { AbstractApplication, AbstractBroker, AbstractMesh } from "./abstract-mesh.ts";
import { mayBeAt } from "./crossing.ts";
import type { Dice } from "./dice.ts";
import { namedPlaces } from "./named-places.ts";
import { canDial, isRandomHub } from "./random-brokers.ts";
import { withEvent } from "./random-stored-corners.ts";
import { atHome } from "./random-storing-edges.ts";
import { isStored } from "./stored-terms.ts";
import type { PlainEvent } from "./topics.ts";
import { concreteTopics, plainEvents } from "./topics.ts";
import { useOf } from "./uses.ts";

/**
 * Has an edge where a stored event is published dial a hub and another edge, which keeps it, while the event should come
 * twice to nobody: all who read it do so at the hub, which is its home.
 */
export function keepTwice(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const events = plainEvents(mesh);
  const catalog = { mesh, events, topics: concreteTopics(mesh, events) };
  for (const [name, application] of dice.shuffle(Object.entries(mesh.applications))) {
    const [low = ""] = namedPlaces(application);
    const { publish } = useOf(catalog, name).use;
    const [event] = dice.shuffle(
      events.filter((one) => isStored(one) && !one.offline && publish.has(one.id)),
    );
    const above = event ? dialable(dice, mesh, low, event) : undefined;
    if (!event || !above) continue;
    const changed = atHome(withEvent(mesh, event, { duplicates: "none", home: above.hub }), above.hub);
    return readAt(dialing(changed, low, above, dice.chance(0.5)), event.id, above.hub);
  }
  return mesh;
}

/** A hub and an edge that an edge may dial, and that may have an event. */
function dialable(dice: Dice, mesh: AbstractMesh, low: string, event: PlainEvent) {
  const { environments, brokers } = mesh;
  if (isRandomHub(environments, brokers[low])) return undefined;
  const placeOf = (name: string) => brokers[name]?.environment ?? "";
  const others = dice
    .shuffle(Object.keys(brokers))
    .filter((name) => name !== low && mayBeAt(mesh, event, name))
    .filter((name) => canDial(environments, placeOf(low), placeOf(name)));
  const hub = others.find((name) => isRandomHub(environments, brokers[name]));
  const edge = others.find((name) => {
    return (
      !isRandomHub(environments, brokers[name]) && hub && canDial(environments, placeOf(name), placeOf(hub))
    );
  });
  return hub === undefined || edge === undefined ? undefined : { hub, edge };
}

/** The lower edge stores nothing itself, and the upper one dials the hub. */
function dialing(
  mesh: AbstractMesh,
  low: string,
  { hub, edge }: { readonly hub: string; readonly edge: string },
  isFirst: boolean,
): AbstractMesh {
  const { brokers } = mesh;
  const { storage: _, ...plain } = brokers[low] ?? { environment: "" };
  const changed: Record<string, AbstractBroker> = {
    ...brokers,
    [low]: { ...plain, uplink: isFirst ? [hub, edge] : [edge, hub] },
    [edge]: { ...(brokers[edge] ?? plain), storage: "1Gi", uplink: hub },
    [hub]: { ...(brokers[hub] ?? plain), storage: "1Gi", replicas: 3 },
  };
  const isAbout = (name: string) => name === low || name === edge;
  const links = Object.entries(mesh.links).filter(([, { between }]) => !between.some(isAbout));
  return { ...mesh, brokers: changed, links: Object.fromEntries(links) };
}

/** Has all who read an event do so at one broker, by durables. */
function readAt(mesh: AbstractMesh, event: string, broker: string): AbstractMesh {
  const events = plainEvents(mesh);
  const catalog = { mesh, events, topics: concreteTopics(mesh, events) };
  const applications = Object.entries(mesh.applications).map(([name, before]) => {
    const reads = useOf(catalog, name).use.subscribe.has(event);
    const durable = before.group === undefined ? { durable: true } : {};
    return [name, reads ? { ...before, ...durable, broker } : before] as const;
  });
  return { ...mesh, applications: Object.fromEntries<AbstractApplication>(applications) };
}
