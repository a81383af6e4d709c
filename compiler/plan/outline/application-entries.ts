import type { Application, Broker, Reference } from "../../model/mesh.ts";
import { placesOf } from "../../model/places-of.ts";
import { printPattern } from "../../model/topic.ts";
import type { Durable, Topology } from "../../model/topology.ts";
import type { Entry, Facet } from "../entry.ts";
import { termsWords } from "./exact.ts";
import { facetsOf, listed, said } from "./facets.ts";

/** Applications and what each may do, in every environment where they have a place. */
export function applicationEntries(topology: Topology, only?: ReadonlySet<string>): readonly Entry[] {
  const protocols = new Map(topology.identities.map(({ name, protocol }) => [name, protocol]));
  const durables = durablesByReader(topology);
  const entries: Entry[] = [];
  for (const application of topology.mesh.applications.values()) {
    const { name } = application;
    if (only && !only.has(name)) continue;
    const facets = applicationFacets(
      application,
      protocols.get(`application.${name}`),
      durables.get(name) ?? [],
    );
    const accesses = [...accessesOf(application, "publish"), ...accessesOf(application, "subscribe")];
    for (const [environment, brokers] of byEnvironment(placesOf(topology, application))) {
      const at = { environment, brokers, application: name };
      entries.push({
        ...at,
        kind: "application",
        name,
        facets: facetsOf([...facets, said("environment", environment), listed("places", brokers)]),
      });
      for (const access of accesses) entries.push({ ...at, ...access });
    }
  }
  return entries;
}

function byEnvironment(places: readonly Broker[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { name, environment } of places) {
    const known = found.get(environment.name);
    if (known) known.push(name);
    else found.set(environment.name, [name]);
  }
  return found;
}

function applicationFacets(
  { team, group, durable, instances, credentialsFile }: Application,
  protocol: string | undefined,
  durables: readonly Durable[],
): readonly (Facet | undefined)[] {
  return [
    said("team", team),
    said("protocol", protocol),
    said("group", group),
    said("durable", durable ? "yes" : undefined),
    said("instances", instances),
    said("credentials file", credentialsFile),
    ...durables.map((one) => said("place in", durableWords(one), one.mirror ?? one.stream)),
  ];
}

function durableWords({ name, patterns, terms, inOrder }: Durable): string {
  const how = [terms && termsWords(terms), inOrder && "in order"].filter((words) => words);
  return [`${name}: ${patterns.map(printPattern).join(" ")}`, ...how].join(", ");
}

function durablesByReader({ durables }: Topology): ReadonlyMap<string, readonly Durable[]> {
  const byReader = new Map<string, Durable[]>();
  for (const durable of durables)
    for (const reader of durable.applications) {
      const known = byReader.get(reader);
      if (known) known.push(durable);
      else byReader.set(reader, [durable]);
    }
  return byReader;
}

type Access = Pick<Entry, "kind" | "name" | "facets" | "domain" | "event">;

/** What an application may publish or subscribe to, event by event. */
function accessesOf(application: Application, action: "publish" | "subscribe"): readonly Access[] {
  const found = new Map<
    string,
    { readonly patterns: string[]; readonly by: string[]; readonly access: Reference["accesses"][number] }
  >();
  for (const { domain, accesses } of application[action])
    for (const access of accesses) {
      const name = `${access.event.domain}.${access.event.name}`;
      const known = found.get(name) ?? { patterns: [], by: [], access };
      known.patterns.push(printPattern(access.pattern));
      known.by.push(domain === undefined ? name : `${domain}.*`);
      found.set(name, known);
    }
  return [...found].map(([name, { patterns, by, access }]) => ({
    kind: "access",
    name: `${application.name} ${action} ${name}`,
    facets: facetsOf([
      listed("topics", patterns),
      listed("said as", by),
      said("delivery", access.event.terms.delivery),
      action === "subscribe" ? said("group", application.group) : undefined,
    ]),
    domain: access.event.domain,
    event: access.event.name,
  }));
}
