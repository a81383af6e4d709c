import type {
  ManifestApplication,
  ManifestBroker,
  ManifestData,
  ManifestDomain,
  ManifestEvent,
  ManifestLink,
  ManifestPolicy,
  ManifestReference,
  ManifestScope,
  ManifestShare,
} from "../model/manifest.ts";
import { eventIdIn, eventIn, type NamedList, nameIn, type Names } from "../model/names.ts";

type List = Exclude<NamedList, "events">;

/** A manifest whose entries are called otherwise, wherever it speaks of them. Lists stay in the order written. */
export function manifestIn(data: ManifestData, names: Names): ManifestData {
  if (names.size === 0) return data;
  const { teams, brokers, domains, applications, links, policies } = data;
  return {
    ...data,
    ...(teams && { teams: entriesIn(names, "teams", teams, (team) => team) }),
    ...(brokers && { brokers: entriesIn(names, "brokers", brokers, (one) => brokerIn(one, names)) }),
    ...(domains && {
      domains: entriesIn(names, "domains", domains, (one, name) => domainIn(one, name, names)),
    }),
    ...(applications && {
      applications: entriesIn(names, "applications", applications, (one) => applicationIn(one, names)),
    }),
    ...(links && { links: entriesIn(names, "links", links, (one) => linkIn(one, names)) }),
    ...(policies && { policies: entriesIn(names, "policies", policies, (one) => policyIn(one, names)) }),
  };
}

function entriesIn<T>(
  names: Names,
  list: List,
  entries: Readonly<Record<string, T>>,
  entryIn: (entry: T, name: string) => T,
): Readonly<Record<string, T>> {
  const all = Object.entries(entries).map(
    ([name, entry]) => [nameIn(names, list, name), entryIn(entry, name)] as const,
  );
  return Object.fromEntries(all);
}

function oneOrMoreIn<T extends string | readonly string[]>(names: Names, said: T): T {
  const known = typeof said === "string" ? nameIn(names, "brokers", said) : brokersIn(names, said);
  return known as T;
}

function brokersIn(names: Names, said: readonly string[]): readonly string[] {
  return said.map((name) => nameIn(names, "brokers", name));
}

function brokerIn(broker: ManifestBroker, names: Names): ManifestBroker {
  const { uplink } = broker;
  return { ...broker, ...(uplink !== undefined && { uplink: oneOrMoreIn(names, uplink) }) };
}

function applicationIn(application: ManifestApplication, names: Names): ManifestApplication {
  const { team, broker, publish, subscribe } = application;
  return {
    ...application,
    team: nameIn(names, "teams", team),
    broker: broker === "any" ? broker : oneOrMoreIn(names, broker),
    ...(publish && { publish: publish.map((one) => referenceIn(one, names)) }),
    ...(subscribe && { subscribe: subscribe.map((one) => referenceIn(one, names)) }),
  };
}

/** Topic patterns name no entry. */
function referenceIn<T extends ManifestReference>(reference: T, names: Names): T {
  if (typeof reference === "string") return idIn(reference, names) as T;
  const { event } = reference as Exclude<ManifestReference, string>;
  return Object.assign({}, reference, { event: idIn(event, names) });
}

function idIn(written: string, names: Names): string {
  if (written.includes("/")) return written;
  const [domain = "", event = ""] = written.split(".");
  return event === "*" ? `${nameIn(names, "domains", domain)}.*` : eventIdIn(names, domain, event);
}

type Terms = Pick<ManifestDomain & ManifestEvent, "share" | "home">;

function termsIn({ share, home }: Terms, names: Names): Terms {
  return {
    ...(share !== undefined && { share: shareIn(share, names) }),
    ...(home !== undefined && { home: nameIn(names, "brokers", home) }),
  };
}

function domainIn(domain: ManifestDomain, name: string, names: Names): ManifestDomain {
  const events = Object.entries(domain.events ?? {}).map(
    ([event, said]) => [eventIn(names, name, event), said && { ...said, ...termsIn(said, names) }] as const,
  );
  return {
    ...domain,
    ...termsIn(domain, names),
    owner: nameIn(names, "teams", domain.owner),
    ...(domain.events && { events: Object.fromEntries(events) }),
  };
}

function shareIn(share: ManifestShare, names: Names): ManifestShare {
  if (typeof share === "string") return share;
  const teams = (said: readonly string[]) => said.map((team) => nameIn(names, "teams", team));
  if (isList(share)) return teams(share);
  const { subscribe, publish } = share;
  return {
    ...share,
    ...(subscribe && { subscribe: typeof subscribe === "string" ? subscribe : teams(subscribe) }),
    ...(publish && { publish: teams(publish) }),
  };
}

function isList(share: Exclude<ManifestShare, string>): share is readonly string[] {
  return Array.isArray(share);
}

function linkIn(link: ManifestLink, names: Names): ManifestLink {
  const [a, b] = link.between;
  return {
    ...link,
    between: [nameIn(names, "brokers", a), nameIn(names, "brokers", b)],
    ...(link.domains && { domains: link.domains.map((domain) => nameIn(names, "domains", domain)) }),
  };
}

function policyIn(policy: ManifestPolicy, names: Names): ManifestPolicy {
  return {
    ...policy,
    ...(policy.scope && { scope: scopeIn(policy.scope, names) }),
    ...(policy.except && {
      except: policy.except.map((one) => ({ ...one, ...scopeIn(one, names) })),
    }),
  };
}

function scopeIn(scope: ManifestScope, names: Names): ManifestScope {
  const of = (list: List, said: readonly string[] | undefined) =>
    said && { [list]: said.map((name) => nameIn(names, list, name)) };
  return {
    ...scope,
    ...of("domains", scope.domains),
    ...of("teams", scope.teams),
    ...of("applications", scope.applications),
  };
}
