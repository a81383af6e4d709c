/** The manifest as the oracle speaks of it: what a person would write, with nothing derived. */
export interface AbstractMesh {
  readonly teams: readonly string[];
  readonly environments: ByName<AbstractEnvironment>;
  readonly brokers: ByName<AbstractBroker>;
  readonly domains: ByName<AbstractDomain>;
  readonly applications: ByName<AbstractApplication>;
  readonly links: ByName<AbstractLink>;
  readonly policies: ByName<AbstractPolicy>;
}

export type ByName<T> = Readonly<Record<string, T>>;

export interface AbstractEnvironment {
  readonly residency?: string;
  readonly region?: string;
  readonly dialable?: boolean;
}

/** An engine of the mesh's brokers. */
export type AbstractEngine = "nats" | "mosquitto";

export interface AbstractBroker {
  /** NATS where absent. */
  readonly engine?: AbstractEngine;
  readonly environment: string;
  readonly role?: "hub" | "edge";
  readonly uplink?: string | readonly string[];
  readonly storage?: string;
  /** How many instances it has; one where absent. */
  readonly replicas?: number;
}

export type AbstractShare =
  | "private"
  | "all"
  | readonly string[]
  | { readonly subscribe?: "all" | readonly string[]; readonly publish?: readonly string[] };

/** Keys that an event takes from its domain unless it has them itself. */
export interface Sharing {
  readonly share?: AbstractShare;
  readonly residency?: readonly string[];
  readonly classification?: readonly string[];
}

/** How much of what is stored is kept. */
export interface AbstractRetention {
  readonly age?: string;
  readonly size?: string;
  readonly messages?: number;
}

/** Keys about being stored, which an event takes from its domain too; of `retention` it takes what it does not say. */
export interface Storing {
  readonly delivery?: "at-most-once" | "at-least-once";
  readonly retention?: AbstractRetention;
  readonly home?: string;
  /** For how long an edge may be cut off and lose nothing. */
  readonly offline?: string;
  readonly order?: "none" | "key";
  readonly duplicates?: "allowed" | "none";
}

export interface AbstractDomain extends Sharing, Storing {
  readonly owner: string;
  readonly topic: string;
  readonly events: ByName<AbstractEvent>;
}

export interface AbstractEvent extends Sharing, Storing {
  /** Below the domain's; the event's name where absent. */
  readonly topic?: string;
  readonly key?: string;
}

/** An entry of `publish` or `subscribe`. */
export type AbstractReference =
  string | ({ readonly event: string; readonly where?: ByName<string | readonly string[]> } & AbstractTerms);

/** How a subscription wants stored events delivered. */
export interface AbstractTerms {
  readonly maxDeliver?: number;
  readonly backoff?: readonly string[];
  readonly deadLetter?: boolean;
}

export interface AbstractApplication {
  readonly team: string;
  /** Where it attaches; `any` is wherever it may. */
  readonly broker: string | readonly string[];
  /** What it speaks; its broker's own where absent. */
  readonly protocol?: "nats" | "mqtt";
  readonly publish?: readonly AbstractReference[];
  readonly subscribe?: readonly AbstractReference[];
  readonly group?: string;
  readonly durable?: boolean;
  readonly instances?: number;
}

export interface AbstractLink {
  readonly between: readonly [string, string];
  readonly via?: string;
  readonly cost?: number;
  readonly domains?: readonly string[];
}

export interface AbstractScope {
  readonly domains?: readonly string[];
  readonly environments?: readonly string[];
  readonly teams?: readonly string[];
  readonly applications?: readonly string[];
}

export interface AbstractPolicy {
  readonly maxHops?: number;
  readonly forbid?: {
    readonly classification: string;
    readonly residency: string;
    readonly action?: readonly ("carry" | "store" | "read")[];
  };
  readonly scope?: AbstractScope;
  readonly severity?: "error" | "warning";
  readonly except?: readonly (AbstractScope & { readonly why: string; readonly until?: string })[];
}

/** The day on which every mesh of the oracle is judged. */
export const today = "2026-03-01";
