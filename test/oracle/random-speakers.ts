import type { AbstractApplication, AbstractMesh, AbstractReference } from "./abstract-mesh.ts";
import type { Dice } from "./dice.ts";
import { namedPlaces } from "./named-places.ts";
import { withApplication } from "./with-application.ts";
import { isStored } from "./stored-terms.ts";
import type { PlainEvent } from "./topics.ts";
import { concreteTopics, parameterOf, plainEvents } from "./topics.ts";
import { engineOf, protocolOf } from "./unlike-engines.ts";
import { mayBeIn, useOf } from "./uses.ts";

/**
 * Has applications at Mosquitto speak MQTT, and some at NATS or anywhere; adds a few that talk over a bridge. Unless it is
 * done carelessly, they touch no stored event.
 */
export function speakMqtt(dice: Dice, mesh: AbstractMesh, isCareless: boolean): AbstractMesh {
  let now = mesh;
  for (const [name, entry] of Object.entries(mesh.applications)) {
    const protocol = protocolFor(dice, mesh, entry, isCareless);
    if (protocol !== undefined) now = withApplication(now, name, { ...entry, protocol });
    if (protocolOf(now, name) === "mqtt" && !isCareless) now = withoutStored(dice, now, name);
  }
  for (const broker of Object.keys(mesh.brokers)) {
    if (engineOf(mesh, broker) === "mosquitto" && dice.chance(0.6)) now = talkOver(dice, now, broker);
  }
  return dice.chance(0.2) ? readAnywhere(dice, now) : now;
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
function talkOver(dice: Dice, mesh: AbstractMesh, broker: string): AbstractMesh {
  const events = plainEvents(mesh).filter((event) => !isStored(event));
  const others = Object.keys(mesh.brokers).filter((name) => name !== broker);
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
  };
  const talking = withApplication(mesh, `press-${broker}`, press);
  return withApplication(talking, `desk-${broker}`, desk);
}
