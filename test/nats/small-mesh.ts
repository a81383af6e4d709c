import { createReporter } from "../../compiler/diagnostics/reporter.ts";
import type { Json } from "../../compiler/model/json.ts";
import type {
  Access,
  Application,
  Broker,
  BrokerRole,
  Domain,
  Environment,
  Event,
  LinkDeclaration,
  Mesh,
  ReadTerms,
  Reference,
} from "../../compiler/model/mesh.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { synthesize } from "../../compiler/synthesize/synthesize.ts";
import type { CompileMode } from "../../compiler/target.ts";
import { nats } from "../../targets/engines/nats/engine.ts";

/** A mesh of NATS brokers in the few words that a test of the engine needs. */
export interface SmallMesh {
  /** Broker name to what it is; everything else has the defaults of the language. */
  readonly brokers: Readonly<Record<string, SmallBroker>>;
  /** Domain name to its event names; the topic of `orders.created` is `orders/created`. */
  readonly domains?: Readonly<Record<string, readonly string[]>>;
  /** Domains whose events are at-least-once. */
  readonly stored?: readonly string[];
  /** Domains whose events keep the order of each key: the first level below the domain, so `orders/KEY/created`. */
  readonly ordered?: readonly string[];
  readonly applications?: Readonly<Record<string, SmallApplication>>;
  readonly links?: Readonly<Record<string, Partial<LinkDeclaration> & { between: [string, string] }>>;
}

export interface SmallBroker {
  readonly replicas?: number;
  readonly version?: string;
  readonly role?: BrokerRole;
  readonly uplink?: readonly string[];
  readonly settings?: { readonly [key: string]: Json };
  readonly storage?: boolean;
}

export interface SmallApplication {
  /** As the manifest says it: a name, several, or `any`. */
  readonly broker: string | readonly string[];
  /** `domain.event` or `domain.*`. */
  readonly publish?: readonly string[];
  readonly subscribe?: readonly string[];
  readonly group?: string;
  /** What it speaks, where that is not NATS. */
  readonly protocol?: "mqtt";
  readonly durable?: boolean;
  /** How what it subscribes to is delivered, by reference. */
  readonly terms?: Readonly<Record<string, ReadTerms>>;
}

const environment: Environment = {
  name: "here",
  platform: "local",
  deploy: "process",
  dialable: true,
  hosts: new Map(),
};

/** The mesh with its names resolved, as the compiler makes it from a manifest. One team owns all of it. */
export function meshOf(small: SmallMesh): Mesh {
  const brokers = mapOf(small.brokers, brokerOf);
  const domains = mapOf(small.domains ?? {}, (name, events) =>
    domainOf(name, events, small.stored?.includes(name) ?? false, small.ordered?.includes(name) ?? false),
  );
  const links = mapOf(small.links ?? {}, (name, link) => ({ name, cost: 1, ...link }));
  return {
    name: "small",
    teams: new Map([["team", { name: "team" }]]),
    environments: new Map([["here", environment]]),
    brokers,
    domains,
    applications: mapOf(small.applications ?? {}, (name, it) => applicationOf(name, it, brokers, domains)),
    links,
    policies: new Map(),
    recipients: [],
  };
}

/** What the compiler derives from it. Throws where it, or unless `check` is off the engine, reports an error. */
export function topologyOf(
  small: SmallMesh,
  mode: CompileMode = "up",
  { check }: { readonly check: boolean } = { check: true },
): Topology {
  const file = { name: "small", text: "" };
  const report = createReporter(() => ({ span: { file, start: 0, end: 0 } }));
  // Ports are given out by the tests themselves, as `up` does.
  const topology = synthesize(meshOf(small), new Map([["nats", nats]]), nats.linkKinds, "up", report);
  for (const node of check ? topology.brokers.values() : []) nats.check(topology, node.broker, report, mode);
  const found = report.diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  if (found.length > 0) throw new Error(found.map((diagnostic) => diagnostic.message).join("; "));
  return topology;
}

function brokerOf(name: string, small: SmallBroker): Broker {
  const indices = Array.from({ length: small.replicas ?? 1 }, (_, index) => index);
  return {
    name,
    environment,
    engine: "nats",
    ...(small.version && { version: small.version }),
    ...(small.role && { role: small.role }),
    ...(small.uplink && { uplink: small.uplink }),
    ...(small.storage && { storage: {} }),
    instances: indices.map((index) => ({ name: `${name}-${index}`, index })),
    listeners: new Map(),
    settings: small.settings ?? {},
  };
}

function domainOf(name: string, events: readonly string[], stored: boolean, ordered: boolean): Domain {
  const terms = { delivery: stored ? "at-least-once" : "at-most-once", retention: {} } as const;
  const of = (event: string): Event => ({
    name: event,
    domain: name,
    owner: "team",
    topic: ordered ? [name, "*", event] : [name, event],
    parameters: new Map(ordered ? [["key", 1]] : []),
    ...(ordered && { orderedBy: "key" }),
    share: { subscribe: [], publish: [] },
    classification: [],
    load: {},
    terms,
  });
  return {
    name,
    owner: "team",
    topic: [name],
    terms,
    events: new Map(events.map((event) => [event, of(event)])),
  };
}

function applicationOf(
  name: string,
  small: SmallApplication,
  brokers: ReadonlyMap<string, Broker>,
  domains: ReadonlyMap<string, Domain>,
): Application {
  const placed = [small.broker].flat().flatMap((it) => brokers.get(it) ?? []);
  if (small.broker !== "any" && placed.length === 0) throw new Error(`no broker ${String(small.broker)}`);
  const references = (list: readonly string[] = []) =>
    list.map((text, index) => {
      const terms = small.terms?.[text];
      return { ...referenceOf(text, index, domains), ...(terms && { terms }) };
    });
  return {
    name,
    team: "team",
    brokers: small.broker === "any" ? "any" : placed,
    publish: references(small.publish),
    subscribe: references(small.subscribe),
    durable: small.durable ?? false,
    ...(small.group && { group: small.group }),
    ...(small.protocol && { protocol: small.protocol }),
  };
}

function referenceOf(text: string, index: number, domains: ReadonlyMap<string, Domain>): Reference {
  const [name = "", event = ""] = text.split(".");
  const events = [...(domains.get(name)?.events.values() ?? [])].filter(
    (it) => event === "*" || it.name === event,
  );
  if (events.length === 0) throw new Error(`no event ${text}`);
  const accesses: readonly Access[] = events.map((it) => ({ event: it, pattern: it.topic }));
  return { index, accesses, ...(event === "*" && { domain: name }) };
}

function mapOf<A, B>(
  record: Readonly<Record<string, A>>,
  make: (name: string, value: A) => B,
): ReadonlyMap<string, B> {
  return new Map(Object.entries(record).map(([name, value]) => [name, make(name, value)]));
}
