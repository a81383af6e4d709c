import type { AbstractApplication, AbstractMesh, AbstractReference } from "./abstract-mesh.ts";
import type { Dice } from "./dice.ts";
import { namedPlaces } from "./named-places.ts";
import { isRandomHub } from "./random-brokers.ts";
import { withApplication } from "./with-application.ts";
import { isStored } from "./stored-terms.ts";
import type { PlainEvent } from "./topics.ts";
import { concreteTopics, nameOf, parameterOf, plainEvents, whereOf } from "./topics.ts";
import { engineOf, protocolOf } from "./unlike-engines.ts";
import { mayBeIn, useOf } from "./uses.ts";

/**
 * Has applications at Mosquitto speak MQTT, and some at NATS or anywhere; adds a few that talk over a bridge. Unless it is
 * done carelessly, they touch no stored event, but for those at Mosquittos that dial hubs, if it is to be so.
 */
export function speakMqtt(
  dice: Dice,
  mesh: AbstractMesh,
  isCareless: boolean,
  isStoring: boolean,
): AbstractMesh {
  let now = mesh;
  for (const [name, entry] of Object.entries(mesh.applications)) {
    const protocol = protocolFor(dice, mesh, entry, isCareless);
    if (protocol !== undefined) now = withApplication(now, name, { ...entry, protocol });
    if (protocolOf(now, name) !== "mqtt" || isCareless) continue;
    const isHeld = isStoring && mayStore(mesh, name);
    now = isHeld ? withoutPlace(dice, now, name) : withoutStored(dice, now, name);
  }
  for (const broker of Object.keys(mesh.brokers)) {
    if (engineOf(mesh, broker) !== "mosquitto" || !dice.chance(isStoring ? 0.85 : 0.6)) continue;
    now = talkOver(dice, now, broker, isStoring && leadsToHubs(mesh, broker) && dice.chance(0.8));
  }
  return dice.chance(0.2) ? readAnywhere(dice, now) : now;
}

/** Whether an application is at Mosquittos only whose stored events can come to where they are kept. */
function mayStore(mesh: AbstractMesh, name: string): boolean {
  const places = namedPlaces(mesh.applications[name]);
  return (
    places.length > 0 && places.every((at) => engineOf(mesh, at) === "mosquitto" && leadsToHubs(mesh, at))
  );
}

function leadsToHubs({ brokers, environments, links }: AbstractMesh, name: string): boolean {
  const isBridged = Object.values(links).some(
    ({ between, via }) => via === "bridge" && between.includes(name),
  );
  const targets = [brokers[name]?.uplink ?? []].flat();
  return !isBridged && targets.every((up) => isRandomHub(environments, brokers[up]));
}

/** An application that reads what is stored as it comes, mostly: it asks for no place of its own. */
function withoutPlace(dice: Dice, mesh: AbstractMesh, name: string): AbstractMesh {
  const entry = mesh.applications[name];
  if (!entry || dice.chance(0.04)) return mesh;
  const { durable: _, group: __, subscribe, ...others } = entry;
  const plain = subscribe?.map((reference): AbstractReference => {
    const where = Object.fromEntries(whereOf(reference));
    return Object.keys(where).length > 0 ? { event: nameOf(reference), where } : nameOf(reference);
  });
  return withApplication(mesh, name, { ...others, ...(plain && { subscribe: plain }) });
}

/** One of an event's owners that reads it over MQTT wherever it may be. */
function readAnywhere(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const events = plainEvents(mesh).filter((event) => !isStored(event));
  if (events.length === 0) return mesh;
  const { id, owner: team } = dice.pick(events);
  return withApplication(mesh, "tablet", { team, broker: "any", protocol: "mqtt", subscribe: [id] });
}

function protocolFor(
  dice: Dice,
  mesh: AbstractMesh,
  { broker }: AbstractApplication,
  isCareless: boolean,
): "nats" | "mqtt" | undefined {
  if (isCareless && dice.chance(0.4)) return dice.pick(["nats", "mqtt", undefined]);
  if (broker === "any") return dice.chance(0.45) ? "mqtt" : undefined;
  const engines = new Set(namedPlaces({ team: "", broker }).map((name) => engineOf(mesh, name)));
  if (!engines.has("mosquitto")) return dice.chance(0.12) ? "mqtt" : undefined;
  return engines.size > 1 || dice.chance(0.5) ? "mqtt" : undefined;
}

/** An application without its references to what is stored, and without what is about that. */
function withoutStored(dice: Dice, mesh: AbstractMesh, name: string): AbstractMesh {
  const entry = mesh.applications[name];
  if (!entry) return mesh;
  const events = plainEvents(mesh);
  const topics = concreteTopics(mesh, events);
  const stored = new Set(events.filter(isStored).map(({ id }) => id));
  const isFree = (action: "publish" | "subscribe") => (reference: AbstractReference) => {
    const alone = withApplication(mesh, name, {
      team: entry.team,
      broker: entry.broker,
      [action]: [reference],
    });
    const { use } = useOf({ mesh: alone, events, topics }, name);
    return [...use[action].keys()].every((event) => !stored.has(event));
  };
  const publish = (entry.publish ?? []).filter(isFree("publish"));
  const subscribe = (entry.subscribe ?? []).filter(isFree("subscribe"));
  const { team, broker, protocol, group } = entry;
  return withApplication(mesh, name, {
    team,
    broker,
    ...(protocol !== undefined && { protocol }),
    ...(publish.length > 0 && { publish }),
    ...(subscribe.length > 0 && { subscribe }),
    ...(group !== undefined && subscribe.length > 0 && dice.chance(0.12) && { group }),
  });
}

/** Two of an event's owners that talk to each other: one at a Mosquitto, the other at some broker of the other engine. */
function talkOver(dice: Dice, mesh: AbstractMesh, broker: string, isAboutStored: boolean): AbstractMesh {
  const events = plainEvents(mesh).filter((event) => isStored(event) === isAboutStored);
  const bears = (name: string) =>
    !isAboutStored || engineOf(mesh, name) === "nats" || leadsToHubs(mesh, name);
  const others = Object.keys(mesh.brokers).filter((name) => name !== broker && bears(name));
  if (others.length === 0) return mesh;
  const other = dice.pick(others);
  const mayBe = (event: PlainEvent) =>
    [broker, other].every((name) =>
      mayBeIn(event, mesh.environments[mesh.brokers[name]?.environment ?? ""]?.residency),
    );
  const open = events.filter((event) => mayBe(event) && event.levels.some((level) => parameterOf(level)));
  if (open.length === 0) return mesh;
  const event = dice.pick(open);
  const parameter = dice.pick(event.levels.flatMap((level) => parameterOf(level) ?? []));
  const [mine = "", yours = ""] = dice.shuffle(["s1", "s2", "north"]);
  const about = (value: string) => ({ event: event.id, where: { [parameter]: value } });
  const listens = dice.chance(0.5);
  const press = {
    team: event.owner,
    broker,
    publish: [about(mine)],
    ...(listens && { subscribe: [dice.chance(0.5) ? about(yours) : event.id] }),
  };
  const desk = {
    team: event.owner,
    broker: other,
    ...(dice.chance(0.6) && { publish: [about(dice.chance(0.9) ? yours : mine)] }),
    subscribe: [dice.chance(0.5) ? event.id : about(mine)],
    ...(isAboutStored && engineOf(mesh, other) === "nats" && dice.chance(0.5) && { durable: true }),
  };
  const talking = withApplication(mesh, `press-${broker}`, press);
  return withApplication(talking, `desk-${broker}`, desk);
}
