import { compare } from "../../compiler/model/compare.ts";
import type { Domain, Event, Team } from "../../compiler/model/mesh.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { placesText } from "./places-text.ts";

/** Who a team is, what it owns and runs, and what others let it use. */
export function explainTeam({ name, description, contact }: Team, topology: Topology): readonly string[] {
  const { mesh } = topology;
  const domains = [...mesh.domains.values()];
  const applications = [...mesh.applications.values()].filter(({ team }) => team === name);
  const foreign = domains.filter(({ owner }) => owner !== name).flatMap(({ events }) => [...events.values()]);
  return [
    `team ${name}${description === undefined ? "" : `: ${description}`}`,
    `  contact ${contact ?? "none"}`,
    `  owns the domains ${listed(domains.filter(({ owner }) => owner === name).map(nameOf))}`,
    `  runs the applications ${listed(applications.map((one) => `${one.name} ${placesText(topology, one)}`))}`,
    `  may read of others ${listed(foreign.filter((event) => mayRead(event, name)).map(eventName))}`,
    `  may publish of others ${listed(foreign.filter(({ share }) => share.publish.includes(name)).map(eventName))}`,
  ];
}

function mayRead({ share }: Event, team: string): boolean {
  return share.subscribe === "all" || share.subscribe.includes(team);
}

function nameOf({ name }: Domain): string {
  return name;
}

function eventName({ domain, name }: Event): string {
  return `${domain}.${name}`;
}

function listed(names: readonly string[]): string {
  return names.toSorted(compare).join(", ") || "none";
}
