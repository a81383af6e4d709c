import type { AbstractBroker, AbstractMesh } from "./abstract-mesh.ts";
import { mayBeAt } from "./crossing.ts";
import type { Dice } from "./dice.ts";
import { namedPlaces } from "./named-places.ts";
import { canDial, isRandomHub } from "./random-brokers.ts";
import { isStored } from "./stored-terms.ts";
import { plainEvents } from "./topics.ts";

/** Gives some edges of a mesh storage, or none; now and then there is one below another. */
export function storeAtEdges(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  if (!dice.chance(0.5)) return mesh;
  const chained = dice.chance(0.4) ? chainEdges(dice, mesh) : mesh;
  const edges = edgesOf(chained).filter(() => dice.chance(0.55));
  return withStorage(dice, chained, edges);
}

/** Whether some edge of a mesh stores, or all of them have to. */
export function hasStoringEdge(mesh: AbstractMesh): boolean {
  const edges = edgesOf(mesh);
  const isLasting = plainEvents(mesh).some(({ offline }) => offline !== undefined);
  return edges.some((name) => isLasting || mesh.brokers[name]?.storage !== undefined);
}

/** Puts an edge where somebody is below another, whose uplinks are hubs, mostly the home of what is stored; one of both stores, mostly both. */
export function chainEdges(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const { environments, brokers, applications, links } = mesh;
  const busy = new Set(Object.values(applications).flatMap(namedPlaces));
  const edges = dice.shuffle(edgesOf(mesh));
  const placeOf = (name: string) => brokers[name]?.environment ?? "";
  const hubs = Object.keys(brokers).filter((name) => !edges.includes(name));
  const low = edges.find((name) => busy.has(name));
  const high = edges.find((name) => name !== low && canDial(environments, placeOf(low ?? ""), placeOf(name)));
  const [lower, upper] = [brokers[low ?? ""], brokers[high ?? ""]];
  if (low === undefined || high === undefined || !lower || !upper || hubs.length === 0) return mesh;
  const above = dice.some(hubs, 1, dice.chance(0.2) ? 2 : 1);
  const beside = dice.chance(0.4) ? dice.shuffle([high, dice.pick(hubs)]) : high;
  const changed: Record<string, AbstractBroker> = {
    ...brokers,
    [low]: { ...lower, uplink: beside },
    [high]: { ...upper, uplink: above },
  };
  const isAbout = (name: string, between: readonly string[]) => between.includes(name);
  const left = Object.entries(links).filter(
    ([, { between }]) => !isAbout(low, between) && !isAbout(high, between),
  );
  const [shut] = dice.shuffle(Object.keys(mesh.domains));
  const domains = Object.keys(mesh.domains).filter((name) => name !== shut);
  const narrow = { [`c-${low}`]: { between: [low, high], domains } } as const;
  const isNarrow = beside !== high && dice.chance(0.6);
  const between = { ...Object.fromEntries(left), ...(isNarrow && narrow) };
  const stores = dice.pick([[low, high], [low, high], [high], [low]]);
  const made = withStorage(dice, { ...mesh, brokers: changed, links: between }, stores);
  return dice.chance(0.8) ? atHome(made, above[0] ?? "") : made;
}

/** Gives one home to all that is stored and may be there. */
export function atHome(mesh: AbstractMesh, home: string): AbstractMesh {
  const events = plainEvents(mesh);
  const domains = Object.entries(mesh.domains).map(([name, domain]) => {
    const own = events.filter((event) => event.domain === name);
    if (!own.some(isStored) || !own.every((event) => mayBeAt(mesh, event, home)))
      return [name, domain] as const;
    const moved = Object.entries(domain.events).map(([key, event]) => {
      return [key, event.home === undefined ? event : { ...event, home }] as const;
    });
    return [name, { ...domain, home, events: Object.fromEntries(moved) }] as const;
  });
  return { ...mesh, domains: Object.fromEntries(domains) };
}

function edgesOf({ environments, brokers }: AbstractMesh): readonly string[] {
  return Object.keys(brokers).filter((name) => !isRandomHub(environments, brokers[name]));
}

/** Has some brokers that store run as several instances, which only dial if there is no choice. */
export function runSeveral(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const brokers = Object.entries(mesh.brokers).map(([name, broker]) => {
    const mayBeSeveral = broker.storage !== undefined && [broker.uplink ?? []].flat().length < 2;
    const isSeveral = mayBeSeveral && dice.chance(0.3);
    return [name, isSeveral ? { ...broker, replicas: dice.pick([2, 3, 4]) } : broker] as const;
  });
  return { ...mesh, brokers: Object.fromEntries<AbstractBroker>(brokers) };
}

function withStorage(dice: Dice, mesh: AbstractMesh, names: readonly string[]): AbstractMesh {
  const brokers = Object.entries(mesh.brokers).map(([name, broker]) => {
    const storing = { ...broker, storage: dice.pick(["1Gi", "2Gi"]) };
    return [name, names.includes(name) ? storing : broker] as const;
  });
  return { ...mesh, brokers: Object.fromEntries(brokers) };
}
