import type {
  Access,
  Application,
  Broker,
  Domain,
  Event,
  LinkDeclaration,
  Mesh,
  Policy,
  Reference,
  Scope,
  Share,
  StorageTerms,
} from "./mesh.ts";
import { eventIn, nameIn, type Names } from "./names.ts";
import { once } from "./once.ts";

/** Copies of what a mesh is made of, in the names that people know. */
export interface MeshNaming {
  readonly mesh: (mesh: Mesh) => Mesh;
  readonly broker: (broker: Broker) => Broker;
  readonly event: (event: Event) => Event;
  readonly application: (application: Application) => Application;
  readonly declaration: (declaration: LinkDeclaration) => LinkDeclaration;
}

/** What is one object stays one object. */
export function meshNaming(names: Names): MeshNaming {
  const broker = once((one: Broker) => brokerIn(one, names));
  const event = once((one: Event) => namedEvent(one, names));
  const declaration = once((one: LinkDeclaration) => declarationIn(one, names));
  const application = once((one: Application): Application => ({
    ...one,
    name: nameIn(names, "applications", one.name),
    team: nameIn(names, "teams", one.team),
    brokers: one.brokers === "any" ? "any" : one.brokers.map(broker),
    publish: one.publish.map((reference) => referenceIn(reference, names, event)),
    subscribe: one.subscribe.map((reference) => referenceIn(reference, names, event)),
  }));
  const mesh = ({ names: _known, ...one }: Mesh): Mesh => ({
    ...one,
    teams: byNewName(one.teams, (team) => ({ ...team, name: nameIn(names, "teams", team.name) })),
    brokers: byNewName(one.brokers, broker),
    domains: byNewName(one.domains, (domain) => domainIn(domain, names, event)),
    applications: byNewName(one.applications, application),
    links: byNewName(one.links, declaration),
    policies: byNewName(one.policies, (policy) => policyIn(policy, names)),
  });
  return { mesh, broker, event, application, declaration };
}

function byNewName<T extends { readonly name: string }>(
  all: ReadonlyMap<string, T>,
  copy: (one: T) => T,
): ReadonlyMap<string, T> {
  return new Map([...all.values()].map(copy).map((one) => [one.name, one]));
}

function brokerIn(one: Broker, names: Names): Broker {
  const uplink = one.uplink?.map((target) => nameIn(names, "brokers", target));
  return { ...one, name: nameIn(names, "brokers", one.name), ...(uplink && { uplink }) };
}

function termsIn(terms: StorageTerms, names: Names): StorageTerms {
  const { home } = terms;
  return { ...terms, ...(home !== undefined && { home: nameIn(names, "brokers", home) }) };
}

function shareIn({ subscribe, publish }: Share, names: Names): Share {
  const teams = (all: readonly string[]) => all.map((team) => nameIn(names, "teams", team));
  return { subscribe: subscribe === "all" ? "all" : teams(subscribe), publish: teams(publish) };
}

function namedEvent(one: Event, names: Names): Event {
  return {
    ...one,
    name: eventIn(names, one.domain, one.name),
    domain: nameIn(names, "domains", one.domain),
    owner: nameIn(names, "teams", one.owner),
    share: shareIn(one.share, names),
    terms: termsIn(one.terms, names),
  };
}

function domainIn(one: Domain, names: Names, event: (event: Event) => Event): Domain {
  return {
    ...one,
    name: nameIn(names, "domains", one.name),
    owner: nameIn(names, "teams", one.owner),
    terms: termsIn(one.terms, names),
    events: byNewName(one.events, event),
  };
}

function referenceIn(one: Reference, names: Names, event: (event: Event) => Event): Reference {
  const accesses = one.accesses.map((access): Access => ({ ...access, event: event(access.event) }));
  const domain = one.domain === undefined ? {} : { domain: nameIn(names, "domains", one.domain) };
  return { ...one, ...domain, accesses };
}

function declarationIn(one: LinkDeclaration, names: Names): LinkDeclaration {
  const [a, b] = one.between;
  return {
    ...one,
    name: nameIn(names, "links", one.name),
    between: [nameIn(names, "brokers", a), nameIn(names, "brokers", b)],
    ...(one.domains && { domains: one.domains.map((domain) => nameIn(names, "domains", domain)) }),
  };
}

function policyIn(one: Policy, names: Names): Policy {
  return {
    ...one,
    name: nameIn(names, "policies", one.name),
    scope: scopeIn(one.scope, names),
    except: one.except.map((exception) => ({ ...exception, ...scopeIn(exception, names) })),
  };
}

function scopeIn({ domains, teams, applications, environments }: Scope, names: Names): Scope {
  const of = (list: "domains" | "teams" | "applications", all: readonly string[] | undefined) =>
    all && { [list]: all.map((name) => nameIn(names, list, name)) };
  return {
    ...(environments && { environments }),
    ...of("domains", domains),
    ...of("teams", teams),
    ...of("applications", applications),
  };
}
