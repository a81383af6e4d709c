import type { Broker, Domain, Event, Mesh } from "../model/mesh.ts";
import type { Topology } from "../model/topology.ts";
import type { Followed } from "./followed.ts";
import { type Relabelled, relabelled } from "./relabelled.ts";

/** What the manifests of all topologies say together, and what each says in terms of that. */
export interface MixedMesh {
  readonly mesh: Mesh;
  readonly ofEach: ReadonlyMap<Topology, Relabelled>;
}

/** Entries of all topologies, of those of one name the last one; a broker from the topology that it follows. */
export function mixedMesh(followed: Followed): MixedMesh {
  const { topologies } = followed;
  const last = topologies.at(-1)?.mesh;
  if (!last) return { mesh: nothing, ofEach: new Map() };
  const meshes = topologies.map(({ mesh }) => mesh);
  const brokers = new Map<string, Broker>();
  for (const { mesh } of topologies)
    for (const { name } of mesh.brokers.values()) {
      const own = followed.of(name)?.mesh.brokers.get(name);
      if (own) brokers.set(name, own);
    }
  const events = eventsByKey(meshes);
  const event = (one: Event) => events.get(keyOf(one)) ?? one;
  const broker = (one: Broker) => brokers.get(one.name) ?? one;
  const ofEach = new Map(topologies.map((topology) => [topology, relabelled(event, broker)]));
  const applications = topologies.flatMap((topology) => {
    const copy = ofEach.get(topology)?.application;
    return [...topology.mesh.applications.values()].map((one) => [one.name, copy?.(one) ?? one] as const);
  });
  const mesh: Mesh = {
    ...last,
    teams: lastOf(meshes, "teams"),
    environments: lastOf(meshes, "environments"),
    brokers,
    domains: domainsOf(meshes, events),
    applications: new Map(applications),
    links: lastOf(meshes, "links"),
    policies: lastOf(meshes, "policies"),
  };
  return { mesh, ofEach };
}

const nothing: Mesh = {
  name: "",
  teams: new Map(),
  environments: new Map(),
  brokers: new Map(),
  domains: new Map(),
  applications: new Map(),
  links: new Map(),
  policies: new Map(),
  recipients: [],
};

type Section = "teams" | "environments" | "links" | "policies";

function lastOf<K extends Section>(meshes: readonly Mesh[], section: K): Mesh[K] {
  const all = meshes.flatMap((mesh) => [...mesh[section]] as [string, never][]);
  return new Map(all) as Mesh[K];
}

/** `domain.event`, as the manifest refers to it. */
function keyOf({ domain, name }: Event): string {
  return `${domain}.${name}`;
}

function eventsByKey(meshes: readonly Mesh[]): ReadonlyMap<string, Event> {
  const all = meshes.flatMap(({ domains }) =>
    [...domains.values()].flatMap(({ events }) => [...events.values()]),
  );
  return new Map(all.map((event) => [keyOf(event), event]));
}

/** A domain that is of several topologies has the events of all: who follows an earlier one still speaks of them. */
function domainsOf(meshes: readonly Mesh[], events: ReadonlyMap<string, Event>): ReadonlyMap<string, Domain> {
  const domains = new Map<string, Domain>();
  for (const mesh of meshes)
    for (const domain of mesh.domains.values()) {
      const own = [...(domains.get(domain.name)?.events ?? []), ...domain.events];
      const all = own.map(([name, event]) => [name, events.get(keyOf(event)) ?? event] as const);
      domains.set(domain.name, { ...domain, events: new Map(all) });
    }
  return domains;
}
