import { eventsOf } from "../../compiler/model/events-of.ts";
import type { Application, Domain, Event, Reference } from "../../compiler/model/mesh.ts";
import { printPattern } from "../../compiler/model/topic.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { placesText } from "./places-text.ts";

/** The event that `domain.event` names. */
export function eventNamed(name: string, { mesh }: Topology): Event | undefined {
  // Neither part of the name can hold a dot.
  const [domain = "", event = ""] = name.split(".");
  return name === `${domain}.${event}` ? mesh.domains.get(domain)?.events.get(event) : undefined;
}

/** Whose a domain is and what is in it. */
export function explainDomain({ name, owner, topic, events }: Domain): readonly string[] {
  return [
    `domain ${name}`,
    `  of team ${owner}, below the topic ${printPattern(topic)}`,
    `  events: ${[...events.keys()].map((event) => `${name}.${event}`).join(", ") || "none"}`,
  ];
}

/** Who may publish and read an event, who does, and which way it goes. */
export function explainEvent(event: Event, topology: Topology): readonly string[] {
  const { owner, share, residency, classification } = event;
  const readers = share.subscribe === "all" ? "every team" : teams(owner, share.subscribe);
  return [
    `event ${event.domain}.${event.name}`,
    `  topic ${printPattern(event.topic)}`,
    `  may be published by ${teams(owner, share.publish)}, read by ${readers}`,
    `  residency ${residency?.join(", ") ?? "none: it may go anywhere"}`,
    ...(classification.length > 0 ? [`  classified ${classification.join(", ")}`] : []),
    `  published by ${namesOf(topology, event, ({ publish }) => publish)}`,
    `  read by ${namesOf(topology, event, ({ subscribe }) => subscribe)}`,
    ...flowsOf(event, topology),
  ];
}

function teams(owner: string, others: readonly string[]): string {
  return [`its owner ${owner}`, ...others.filter((team) => team !== owner)].join(", ");
}

function namesOf(
  topology: Topology,
  event: Event,
  referencesOf: (application: Application) => readonly Reference[],
): string {
  const names = [...topology.mesh.applications.values()]
    .filter((one) => eventsOf(referencesOf(one)).has(event))
    .map((one) => `${one.name} ${placesText(topology, one)}`);
  return names.toSorted().join(", ") || "nobody";
}

function flowsOf(event: Event, { flows }: Topology): readonly string[] {
  const own = flows.filter((flow) => flow.event === event);
  const lines = own.map(
    ({ publisher, subscriber, path }) =>
      `    ${publisher.name} -> ${subscriber.name} over ${path.join(" > ")}`,
  );
  return lines.length > 0 ? ["  flows:", ...lines] : [];
}
