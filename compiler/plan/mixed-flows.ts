import { compare } from "../model/compare.ts";
import type { Application, Broker, Mesh, Reference } from "../model/mesh.ts";
import { linkGraph } from "../model/route.ts";
import { printPattern } from "../model/topic.ts";
import type { Flow, Topology } from "../model/topology.ts";
import { flowsBetween } from "../synthesize/flows.ts";
import type { Followed } from "./followed.ts";
import type { Relabelled } from "./relabelled.ts";

/** An application as one topology has it, at the brokers that follow that topology. */
interface Version {
  readonly application: Application;
  readonly brokers: Broker[];
}

/** The flows that there are: an application does at a place what the topology says that the place follows. */
export function mixedFlows(
  followed: Followed,
  ofEach: ReadonlyMap<Topology, Relabelled>,
  { links, streams, durables, mesh }: Pick<Topology, "links" | "streams" | "durables" | "mesh">,
): readonly Flow[] {
  const versions = versionsOf(followed, ofEach, mesh);
  const at = new Map(versions.map(({ application, brokers }) => [application, brokers]));
  const flows = flowsBetween(
    at.keys(),
    (application) => at.get(application) ?? [],
    mesh.policies.values(),
    linkGraph(links),
    { streams, durables },
  );
  const isEachOnce = versions.length === new Set(versions.map(({ application }) => application.name)).size;
  return isEachOnce ? flows : flows.toSorted(byNames);
}

function versionsOf(
  { topologies, follows }: Followed,
  ofEach: ReadonlyMap<Topology, Relabelled>,
  mesh: Mesh,
): readonly Version[] {
  const versions = new Map<string, Version>();
  for (const topology of topologies.toReversed()) {
    const copy = ofEach.get(topology)?.application;
    for (const application of topology.mesh.applications.values()) {
      const places = topology.places.get(application.name)?.brokers ?? [];
      const here = places.filter(({ name }) => follows(name, topology));
      if (here.length === 0) continue;
      const key = topologies.length > 1 ? doings(application) : application.name;
      const version = versions.get(key) ?? { application: copy?.(application) ?? application, brokers: [] };
      versions.set(key, version);
      version.brokers.push(...here.flatMap(({ name }) => mesh.brokers.get(name) ?? []));
    }
  }
  for (const { brokers } of versions.values()) brokers.sort((a, b) => compare(a.name, b.name));
  return [...versions.values()];
}

/** What decides about its flows, as text: two topologies may have the same application. */
function doings({ name, durable, group, publish, subscribe }: Application): string {
  const said = (references: readonly Reference[]) =>
    references.flatMap(({ accesses }) =>
      accesses.map(({ event, pattern }) => `${event.domain}.${event.name} ${printPattern(pattern)}`),
    );
  return JSON.stringify([name, durable, group, said(publish), said(subscribe)]);
}

function byNames(a: Flow, b: Flow): number {
  const id = ({ event }: Flow) => `${event.domain}.${event.name}`;
  return (
    compare(id(a), id(b)) ||
    compare(a.publisher.name, b.publisher.name) ||
    compare(a.subscriber.name, b.subscriber.name) ||
    compare(a.from, b.from) ||
    compare(a.to, b.to)
  );
}
