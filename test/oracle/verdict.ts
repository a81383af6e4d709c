/** What can be wrong with a mesh. */
export type Category =
  | "reference"
  | "overlap"
  | "sharing"
  | "residency"
  | "group"
  | "uplink"
  | "loop"
  | "unreachable"
  | "maxHops"
  | "forbid";

/** One thing that is wrong, and the names that a message about it has to speak of. */
export interface Finding {
  readonly category: Category;
  readonly names: readonly string[];
}

/** An event's way from one application to another while every link is on its first target. */
export interface DecidedFlow {
  readonly event: string;
  readonly publisher: string;
  readonly subscriber: string;
  readonly path: readonly string[];
}

/** Concrete topics that an identity may publish or subscribe to at a broker. */
export interface DecidedRight {
  readonly identity: string;
  readonly broker: string;
  readonly action: "publish" | "subscribe";
  /** Only as a member of this group; empty where there is none. */
  readonly group: string;
  readonly topics: ReadonlySet<string>;
}

/** A connection between brokers: who dials, and whom in order. A gateway is dialed from both sides. */
export interface DecidedLink {
  readonly name: string;
  readonly kind: "gateway" | "leafnode";
  readonly ends: readonly string[];
}

/** All that the oracle says of a mesh. Links, flows and rights are there only where nothing is wrong. */
export interface Verdict {
  readonly errors: readonly Finding[];
  /** Pairs of brokers that some connection can join; only where events circle. */
  readonly joined: readonly (readonly [string, string])[];
  /** Flows that a standby target would cut, and broken policies that only warn. */
  readonly warnings: readonly Finding[];
  readonly links: readonly DecidedLink[];
  readonly flows: readonly DecidedFlow[];
  readonly rights: readonly DecidedRight[];
  /** Every concrete topic that rights were tried on. */
  readonly topics: readonly string[];
}
