import type {
  AbstractBroker,
  AbstractDomain,
  AbstractEvent,
  AbstractMesh,
  Storing,
} from "./abstract-mesh.ts";
import type { Dice } from "./dice.ts";
import { isRandomHub } from "./random-brokers.ts";
import { keepPlaces } from "./random-durables.ts";
import { copyToEdge, forbidCopy, keepFirst } from "./random-kept-corners.ts";
import { keepTwice } from "./random-kept-twice.ts";
import { passThrough } from "./random-passing.ts";
import { exceptPublisher, keepFromStandby } from "./random-stored-corners.ts";
import { storeAtEdges } from "./random-storing-edges.ts";
import { isStored } from "./stored-terms.ts";
import type { PlainEvent } from "./topics.ts";
import { plainEvents } from "./topics.ts";
import { mayBeIn } from "./uses.ts";

/**
 * Has some domains and events of most meshes stored, and some of their readers keep their place. One in six of these
 * meshes may be wrong in what it says of it.
 */
export function storeEvents(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  if (!dice.chance(0.65)) return mesh;
  const isCareless = dice.chance(0.16);
  const events = plainEvents(mesh);
  const hubsFor = (some: readonly PlainEvent[]) => hubsThatMay(mesh, some);
  const domains = Object.entries(mesh.domains).map(([name, domain]) => {
    const own = events.filter((event) => event.domain === name);
    return [name, storeDomain(dice, domain, own, isCareless ? anyBroker(mesh) : hubsFor)] as const;
  });
  const stored = { ...mesh, brokers: storeAtHubs(dice, mesh), domains: Object.fromEntries(domains) };
  const kept = keepPlaces(dice, storeAtEdges(dice, stored), isCareless);
  if (!isCareless && dice.chance(0.5)) return inACorner(dice, kept);
  return isCareless && dice.chance(0.4) ? sayInVain(dice, kept) : kept;
}

/** The mesh with the first of some rare cases, in any order, that can be made of it. */
function inACorner(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const rare = [passThrough, exceptPublisher, keepFromStandby, keepFromStandby];
  const corners = [...rare, keepFirst, keepFirst, keepTwice, copyToEdge, forbidCopy];
  for (const corner of dice.shuffle(corners)) {
    const changed = corner(dice, mesh);
    if (changed !== mesh) return changed;
  }
  return mesh;
}

type HomesFor = (events: readonly PlainEvent[]) => readonly string[];

function hubsThatMay({ environments, brokers }: AbstractMesh, events: readonly PlainEvent[]): string[] {
  const mayHold = (broker: AbstractBroker | undefined) =>
    events.every((event) => mayBeIn(event, environments[broker?.environment ?? ""]?.residency));
  const names = Object.keys(brokers);
  return names.filter((name) => isRandomHub(environments, brokers[name]) && mayHold(brokers[name]));
}

function anyBroker({ brokers }: AbstractMesh): HomesFor {
  return () => Object.keys(brokers);
}

/** Nothing is stored of a domain whose events no one hub may hold. */
function storeDomain(
  dice: Dice,
  domain: AbstractDomain,
  own: readonly PlainEvent[],
  homesFor: HomesFor,
): AbstractDomain {
  if (homesFor(own).length === 0) return domain;
  const terms: Storing = dice.chance(0.65) ? { delivery: "at-least-once" } : {};
  const events: Record<string, AbstractEvent> = {};
  for (const [name, event] of Object.entries(domain.events)) {
    const plain = own.filter(({ id }) => id.endsWith(`.${name}`));
    events[name] = { ...event, ...(dice.chance(0.25) && ownTerms(dice, terms, homesFor(plain))) };
  }
  const isNeeded = isStored(terms) || Object.values(events).some(isStored);
  return { ...domain, ...terms, ...(isNeeded && moreTerms(dice, homesFor(own), 0.3)), events };
}

/** What an event says for itself, beside or against what its domain says. */
function ownTerms(dice: Dice, domain: Storing, homes: readonly string[]): Storing {
  if (!isStored(domain)) return { delivery: "at-least-once", ...moreTerms(dice, homes, 0.4) };
  return dice.chance(0.3) ? { delivery: "at-most-once" } : moreTerms(dice, homes, 0.6);
}

function moreTerms(dice: Dice, homes: readonly string[], much: number): Storing {
  return {
    ...(dice.chance(much) && { retention: randomRetention(dice) }),
    ...(dice.chance(much) && { home: dice.pick(homes) }),
    ...(dice.chance(much / 4) && { offline: dice.pick(["12h", "12h", "36h", "3d"]) }),
  };
}

function randomRetention(dice: Dice) {
  return dice.pick([
    { age: "36h" },
    { age: "7d" },
    { size: "64Mi" },
    { age: "2d", size: "10Mi" },
    { messages: 1000 },
    { age: "7d", messages: 1000 },
  ]);
}

/** Some hubs have storage. */
function storeAtHubs(dice: Dice, { environments, brokers }: AbstractMesh): AbstractMesh["brokers"] {
  const entries = Object.entries(brokers).map(([name, broker]) => {
    const stores = isRandomHub(environments, broker) && dice.chance(0.3);
    return [name, stores ? { ...broker, storage: dice.pick(["1Gi", "5Gi"]) } : broker] as const;
  });
  return Object.fromEntries(entries);
}

/** Terms of storage or a home that are of no use, or that name nothing. */
function sayInVain(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const name = dice.pick(Object.keys(mesh.domains));
  const domain = mesh.domains[name];
  if (!domain) return mesh;
  const said = dice.pick<Storing>([
    { home: "nowhere" },
    { delivery: "at-most-once", retention: { age: "1d" } },
    { delivery: "at-most-once", offline: "1d" },
    { delivery: "at-most-once", home: dice.pick(Object.keys(mesh.brokers)) },
  ]);
  const event = dice.pick(Object.keys(domain.events));
  const events = { ...domain.events, [event]: { ...domain.events[event], ...said } };
  const changed = dice.chance(0.5) ? { ...domain, ...said } : { ...domain, events };
  return { ...mesh, domains: { ...mesh.domains, [name]: changed } };
}
