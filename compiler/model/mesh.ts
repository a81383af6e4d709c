import type { Json } from "./json.ts";
import type { Names } from "./names.ts";
import type { Pattern } from "./topic.ts";

/**
 * The manifest with its names resolved: what the user said, nothing derived yet. Every `name` in it, and in what follows
 * from it, is the entry's key.
 */
export interface Mesh {
  readonly name: string;
  readonly description?: string;
  readonly teams: ReadonlyMap<string, Team>;
  readonly environments: ReadonlyMap<string, Environment>;
  readonly brokers: ReadonlyMap<string, Broker>;
  readonly domains: ReadonlyMap<string, Domain>;
  readonly applications: ReadonlyMap<string, Application>;
  readonly links: ReadonlyMap<string, LinkDeclaration>;
  readonly policies: ReadonlyMap<string, Policy>;
  /** age recipients that can decrypt the secrets that meshc keeps, sorted; none = they are kept as they are. */
  readonly recipients: readonly string[];
  /** What those entries are called that were renamed; absent = none was. */
  readonly names?: Names;
}

export interface Team {
  readonly name: string;
  readonly description?: string;
  readonly contact?: string;
}

/** Platforms of the language; which are built is said by the list of platforms. */
export type PlatformName =
  "kubernetes" | "openshift" | "eks" | "gke" | "aks" | "ack" | "iks" | "ecs" | "hosts" | "vms" | "local";

/** How artifacts of an environment are brought about. */
export type DeployName = "pulumi" | "manifests" | "systemd" | "process";

export interface Environment {
  readonly name: string;
  readonly platform: PlatformName;
  /** The manifest's `deploy`, or the platform's default. */
  readonly deploy: DeployName;
  readonly region?: string;
  /** One word that residency rules compare; absent = nowhere in particular, which no residency list allows. */
  readonly residency?: string;
  /** Whether others may open a connection into it. */
  readonly dialable: boolean;
  /** Hosts, or the machines that become hosts. */
  readonly hosts: ReadonlyMap<string, Host>;
  /** Context of the kubeconfig that reaches its cluster; absent = the current one. */
  readonly kubernetesContext?: string;
  readonly pulumi?: PulumiStack;
}

/** Where Pulumi keeps an environment's configuration. */
export interface PulumiStack {
  /** Absent = the environment's name. */
  readonly stack?: string;
  /** URL; absent = the backend that Pulumi is logged in to. */
  readonly backend?: string;
}

export interface Host {
  readonly name: string;
  /** Address inside the environment; absent = a machine that the stack has yet to create. */
  readonly address?: string;
  /** What other environments dial, where it differs. */
  readonly publicAddress?: string;
}

export type BrokerRole = "hub" | "edge";

/** One process of a broker: `<broker>-<index>`, and the host that it runs on where the environment has hosts. */
export interface InstancePlace {
  readonly name: string;
  readonly index: number;
  readonly host?: Host;
}

export interface Broker {
  readonly name: string;
  readonly environment: Environment;
  /** Name of an engine in the list of engines. */
  readonly engine: string;
  /** As written, `2.12` or `2.12.8`; absent = the newest that the engine knows. */
  readonly version?: string;
  readonly instances: readonly InstancePlace[];
  /** As written; see `synthesize` for the default. */
  readonly role?: BrokerRole;
  /** Brokers to dial in order, as written; absent = the nearest hub. */
  readonly uplink?: readonly string[];
  /** What other environments dial instead of the hosts' addresses. */
  readonly address?: string;
  /** Ports by listener name, as written. */
  readonly listeners: ReadonlyMap<string, number>;
  /** What each instance may store, where the manifest says that it stores; see `synthesize` for who else does. */
  readonly storage?: { readonly bytes?: number };
  /** As written; see `synthesize` for the default. */
  readonly tls?: "required" | "off";
  /** Its own certificate as secret references, where it is not to be one of the mesh's. */
  readonly certificate?: OwnCertificate;
  /** Engine settings under the engine's own names. */
  readonly settings: { readonly [key: string]: Json };
}

/** A certificate that the user keeps: where it, its key and the certificate of who signed it are kept. */
export interface OwnCertificate {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

/** Who besides the owner may subscribe and publish. */
export interface Share {
  readonly subscribe: "all" | readonly string[];
  readonly publish: readonly string[];
}

/** How much of what is stored is kept; whichever bound is met first counts. */
export interface Retention {
  readonly ageMilliseconds?: number;
  readonly bytes?: number;
  readonly messages?: number;
}

/** What a domain, or one of its events, says of being stored. */
export interface StorageTerms {
  readonly delivery: "at-most-once" | "at-least-once";
  readonly retention: Retention;
  /** The broker that stores, as written. */
  readonly home?: string;
  /** For how long an edge that is cut off keeps what is published at it, in milliseconds, whether or not it has storage. */
  readonly offlineMilliseconds?: number;
}

export interface Domain {
  readonly name: string;
  readonly owner: string;
  /** What its events inherit. */
  readonly terms: StorageTerms;
  /** As `terms`. */
  readonly residency?: readonly string[];
  /** Literal levels. */
  readonly topic: Pattern;
  readonly events: ReadonlyMap<string, Event>;
}

export interface Event {
  readonly name: string;
  readonly domain: string;
  readonly owner: string;
  /** The whole topic with `*` where a parameter stands. */
  readonly topic: Pattern;
  /** Parameter name to its level in `topic`. */
  readonly parameters: ReadonlyMap<string, number>;
  readonly share: Share;
  /** Residencies that may carry, store or read it; absent = anywhere. */
  readonly residency?: readonly string[];
  readonly classification: readonly string[];
  /** How many come per second, and bytes of each, as far as the manifest says it. */
  readonly load: { readonly perSecond?: number; readonly bytes?: number };
  readonly terms: StorageTerms;
  /** Set where events of one key keep their order: the parameter that is the key. */
  readonly orderedBy?: string;
  /** Set where it may come to nobody twice. */
  readonly withoutDuplicates?: true;
}

/** A set of topics of one event that an application publishes or subscribes to. */
export interface Access {
  readonly event: Event;
  /** Within the event's topic. */
  readonly pattern: Pattern;
}

/** How a subscription wants stored events delivered. */
export interface ReadTerms {
  /** After how many deliveries an event is given up; absent = never. */
  readonly maxDeliver?: number;
  /** Milliseconds until the second, the third and each further delivery; the last one is used on and on. */
  readonly backoff?: readonly number[];
  /** Set where its readers are told of what was given up. */
  readonly deadLetter?: true;
}

/** One entry of `publish` or `subscribe`. */
export interface Reference {
  /** Position in the list, for diagnostics. */
  readonly index: number;
  /** Set where it is `domain.*` without `where`: the whole domain is meant. */
  readonly domain?: string;
  /** What it matches; empty only where a diagnostic was reported. */
  readonly accesses: readonly Access[];
  /** Set where a subscription says how stored events are to be delivered to it. */
  readonly terms?: ReadTerms;
}

export interface Application {
  readonly name: string;
  readonly team: string;
  /** Where it may attach, as written; `any` = wherever its events may be, see `Topology.places`. */
  readonly brokers: readonly Broker[] | "any";
  /** What it speaks, as written; see `protocolOf`. */
  readonly protocol?: string;
  readonly publish: readonly Reference[];
  readonly subscribe: readonly Reference[];
  /** Members of a group share the work. */
  readonly group?: string;
  /** Whether its subscriptions to stored events keep their place while it is away. */
  readonly durable: boolean;
  /** How many of it run; absent = one. */
  readonly instances?: number;
  /** The file that its credentials are put into, as written: relative to the file of the manifest that says so. */
  readonly credentialsFile?: string;
}

/** An entry of `links`. */
export interface LinkDeclaration {
  readonly name: string;
  readonly between: readonly [string, string];
  /** A link kind's name, or `none` = forbidden; absent = only describes. */
  readonly via?: string;
  readonly cost: number;
  readonly domains?: readonly string[];
  /** Set where the network below encrypts what goes over it. */
  readonly encrypted?: true;
}

/** What a policy or an exception is about; each given list must match. */
export interface Scope {
  readonly domains?: readonly string[];
  readonly environments?: readonly string[];
  readonly teams?: readonly string[];
  readonly applications?: readonly string[];
}

export interface PolicyException extends Scope {
  readonly why: string;
  /** `YYYY-MM-DD`, the last day on which it holds; absent = for good. */
  readonly until?: string;
}

export type ForbiddenAction = "carry" | "store" | "read";

export type PolicyRule =
  | { readonly kind: "maxHops"; readonly hops: number }
  | { readonly kind: "encryptInTransit" }
  | {
      readonly kind: "forbid";
      readonly classification: string;
      readonly residency: string;
      readonly actions: readonly ForbiddenAction[];
    };

export interface Policy {
  readonly name: string;
  readonly rule: PolicyRule;
  readonly scope: Scope;
  readonly severity: "error" | "warning";
  readonly except: readonly PolicyException[];
}
