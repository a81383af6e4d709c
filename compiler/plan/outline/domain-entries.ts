import { compare, sortedByName } from "../../model/compare.ts";
import type { Domain, Event } from "../../model/mesh.ts";
import { printDuration, printRate } from "../../model/quantity.ts";
import { printPattern } from "../../model/topic.ts";
import type { Mirror, Source, Stream, Topology } from "../../model/topology.ts";
import type { Entry, Facet } from "../entry.ts";
import { exactBytes, retentionWords } from "./exact.ts";
import { facetsOf, listed, said } from "./facets.ts";

/** What of a mesh is stored of a domain. */
interface Stored {
  readonly streams: Stream[];
  readonly sources: Source[];
  readonly mirrors: Mirror[];
}

/** Domains: their events with their terms, and where they are stored. */
export function domainEntries(topology: Topology, only?: ReadonlySet<string>): readonly Entry[] {
  const domains = [...topology.mesh.domains.values()].filter(({ name }) => !only || only.has(name));
  if (domains.length === 0) return [];
  const stored = storedByDomain(topology);
  const used = environmentsByDomain(topology);
  const [first = ""] = [...topology.mesh.environments.keys()].toSorted(compare);
  return domains.map((domain) => {
    const kept = stored.get(domain.name) ?? { streams: [], sources: [], mirrors: [] };
    const [home] = sortedByName(kept.streams);
    const brokers = [
      ...kept.streams.map((stream) => stream.home),
      ...[...kept.sources, ...kept.mirrors].map(({ broker }) => broker),
    ];
    return {
      kind: "domain",
      name: domain.name,
      environment:
        (home && topology.brokers.get(home.home)?.broker.environment.name) ?? used.get(domain.name) ?? first,
      facets: facetsOf([...domainFacets(domain), ...storedFacets(kept)]),
      brokers: [...new Set(brokers)].toSorted(compare),
      domain: domain.name,
    };
  });
}

function domainFacets({ owner, topic, events }: Domain): readonly (Facet | undefined)[] {
  return [
    said("owner", owner),
    said("topic", printPattern(topic)),
    listed("events", events.keys()),
    ...[...events.values()].flatMap(eventFacets),
  ];
}

function eventFacets(event: Event): readonly (Facet | undefined)[] {
  const { name, topic, terms, residency, classification, load, orderedBy, withoutDuplicates } = event;
  const stored = terms.delivery === "at-least-once";
  return [
    said("topic", printPattern(topic), name),
    said("delivery", terms.delivery, name),
    stored ? said("retention", retentionWords(terms.retention), name) : undefined,
    said(
      "kept at edges",
      terms.offlineMilliseconds === undefined ? undefined : printDuration(terms.offlineMilliseconds),
      name,
    ),
    said("residency", residency?.toSorted(compare).join(", "), name),
    said(
      "classification",
      classification.length > 0 ? classification.toSorted(compare).join(", ") : undefined,
      name,
    ),
    said("rate", load.perSecond === undefined ? undefined : printRate(load.perSecond), name),
    said("size", load.bytes === undefined ? undefined : exactBytes(load.bytes), name),
    said("order by", orderedBy, name),
    said("duplicates", withoutDuplicates && "none", name),
  ];
}

function storedFacets({ streams, sources, mirrors }: Stored): readonly (Facet | undefined)[] {
  return [
    ...streams.flatMap(({ name, home, replicas }) => [
      said("home", home, name),
      said("replicas", replicas, name),
    ]),
    listed(
      "kept until drawn up",
      sources.map(
        ({ name, events, replicas }) =>
          `${name} (${events.map((event) => event.name).join(" ")}) ${replicas}`,
      ),
    ),
    listed(
      "copied",
      mirrors.map(({ name, replicas }) => `${name} ${replicas}`),
    ),
  ];
}

function storedByDomain({ streams, sources, mirrors }: Topology): ReadonlyMap<string, Stored> {
  const byDomain = new Map<string, Stored>();
  const of = (domain: string) => {
    const known = byDomain.get(domain) ?? { streams: [], sources: [], mirrors: [] };
    byDomain.set(domain, known);
    return known;
  };
  for (const stream of streams) of(stream.domain).streams.push(stream);
  for (const source of sources) of(source.stream.domain).sources.push(source);
  for (const mirror of mirrors) of(mirror.stream.domain).mirrors.push(mirror);
  return byDomain;
}

/** The first environment by name in which something of a domain is published, else read. */
function environmentsByDomain({ mesh, places }: Topology): ReadonlyMap<string, string> {
  const published = new Map<string, string>();
  const read = new Map<string, string>();
  const note = (into: Map<string, string>, domain: string, environment: string) => {
    const known = into.get(domain);
    if (known === undefined || environment < known) into.set(domain, environment);
  };
  for (const { name, publish, subscribe } of mesh.applications.values()) {
    const at = (places.get(name)?.brokers ?? []).map(({ environment }) => environment.name);
    const [first] = at.toSorted(compare);
    if (first === undefined) continue;
    for (const { accesses } of publish)
      for (const { event } of accesses) note(published, event.domain, first);
    for (const { accesses } of subscribe) for (const { event } of accesses) note(read, event.domain, first);
  }
  return new Map([...read, ...published]);
}
