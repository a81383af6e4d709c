/** What can be wrong with a mesh. */
export type Category =
  | "reference"
  | "overlap"
  | "sharing"
  | "residency"
  | "group"
  /** A broker that an application names twice. */
  | "namedTwice"
  /** An application that may attach anywhere, and may be nowhere. */
  | "nowhere"
  | "uplink"
  /** An uplink that the broker's engine cannot dial. */
  | "unlinkable"
  /** Uplinks of one broker that are of two engines. */
  | "twoEngines"
  /** A broker that does not speak the protocol of an application there. */
  | "unspoken"
  /** A stored event of somebody whose protocol cannot say that it is stored. */
  | "notKept"
  /** A stored event that would cross a link which can lose it. */
  | "lossy"
  /** An event that would cross a bridge both ways. */
  | "bothWays"
  /** A member of a group that speaks MQTT at NATS, which shares nothing among such clients. */
  | "unshared"
  /** A group of which several members would each get an event. */
  | "apart"
  /** An event that MQTT clients could leave at hubs outside its residency. */
  | "keptOutside"
  | "loop"
  | "unreachable"
  | "maxHops"
  | "forbid"
  /** Terms of storage, or a durable, where nothing is stored. */
  | "storesNothing"
  /** A home that cannot store, or none to be found. */
  | "home"
  /** Members of a group that read different stored events. */
  | "unlikeGroup"
  /** Subscriptions that would make one stored event count twice. */
  | "readsTwice"
  /** What is published of stored events and does not come to its home. */
  | "notStored"
  /** A reader that an event of its durable cannot come to. */
  | "outOfReach"
  /** Terms of delivery of what is not read by a durable. */
  | "vainTerms"
  /** One event that an application reads on two kinds of terms. */
  | "twoKinds"
  /** Members of a group that want an event delivered otherwise. */
  | "groupTerms"
  /** Pauses that cannot be kept. */
  | "pauses"
  /** Order by a key that there is none of. */
  | "orderKey"
  /** Readers that share what should keep its order. */
  | "order"
  /** Readers that can get twice what should come to nobody twice. */
  | "repeats"
  /** Who would read an event as it passes where it goes from store to store. */
  | "unheard"
  /** What an edge below another keeps, and its home may have to ask for through another hub. */
  | "notDrawnUp"
  /** Events that are not kept for as long as an edge may be cut off. */
  | "tooBrief";

/** One thing that is wrong, and the names that a message about it has to speak of. */
export interface Finding {
  readonly category: Category;
  readonly names: readonly string[];
  /** Phrases of which a message about it has to have one, whichever it chooses to show. */
  readonly oneOf?: readonly string[];
}

/** An event's way from one application to another while every link is on its first target. */
export interface DecidedFlow {
  readonly event: string;
  readonly publisher: string;
  readonly subscriber: string;
  readonly path: readonly string[];
  /** Where it is stored on its way; absent where its reader gets it live. */
  readonly home?: string;
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

/** Topics that have to cross, and those that may. */
export interface Bounds {
  readonly needed: ReadonlySet<string>;
  readonly allowed: ReadonlySet<string>;
}

/** What crosses a bridge, or a link of kind `connect`, while it is on one of its targets: up is from who dials. */
export interface DecidedBridge {
  readonly link: string;
  readonly dialer: string;
  readonly target: string;
  readonly isConnect: boolean;
  readonly up: Bounds;
  readonly down: Bounds;
  /** Of what comes down what it hears at the target as it passes. */
  readonly heard: Bounds;
  /** The rest, which it reads from where it is stored. */
  readonly brings: readonly DecidedBringing[];
}

/** The place in a stream by which a link brings down what is stored there. */
export interface DecidedBringing {
  readonly name: string;
  readonly stream: string;
  readonly home: string;
  readonly topics: Bounds;
}

/** A connection between brokers: who dials, and whom in order. A gateway is dialed from both sides. */
export interface DecidedLink {
  readonly name: string;
  readonly kind: "gateway" | "leafnode" | "bridge" | "connect";
  readonly ends: readonly string[];
}

/** Events that are stored together. */
export interface DecidedStream {
  /** The domain's name; for an event on terms of its own `domain_event`. */
  readonly name: string;
  /** `domain.event` of each, sorted. */
  readonly events: readonly string[];
  readonly home: string;
  readonly kept: Kept;
  /** On how many instances of its home it is. */
  readonly replicas: number;
}

/** What an edge keeps of a stream until its home has it. */
export interface DecidedSource {
  /** `stream_from_broker`. */
  readonly name: string;
  readonly stream: string;
  readonly broker: string;
  /** `domain.event` of each that is kept, sorted. */
  readonly events: readonly string[];
  readonly replicas: number;
}

/** How much of what is stored is kept; what is absent does not bound it. */
export interface Kept {
  readonly milliseconds?: number;
  readonly bytes?: number;
  readonly messages?: number;
}

/** A place in a stream that is kept for an application, or for a group: who reads by it, and which topics. */
export interface DecidedDurable {
  readonly name: string;
  readonly stream: string;
  /** The copy of the stream that it is kept in; absent where it is kept at home. */
  readonly mirror?: string;
  /** The edge where that copy is; absent where it is at a hub. */
  readonly edge?: string;
  readonly applications: readonly string[];
  /** `domain.event` of each that it reads. */
  readonly events: readonly string[];
  readonly topics: ReadonlySet<string>;
  /** Terms of delivery in words; empty where nothing is said of them. */
  readonly terms: string;
  readonly isInOrder: boolean;
}

/** A copy of a stream at another broker, where it is read. */
export interface DecidedMirror {
  /** `stream_at_broker`. */
  readonly name: string;
  readonly stream: string;
  readonly broker: string;
  /** Names of applications whose durables are kept in it, sorted. */
  readonly readers: readonly string[];
  readonly replicas: number;
}

/** What an identity does with stored events at a broker: whose answers it gets, and by which durables is read. */
export interface DecidedUse {
  readonly identity: string;
  readonly broker: string;
  /** Names of applications, sorted. */
  readonly answered: readonly string[];
  /** `stream name` of each durable, sorted. */
  readonly reads: readonly string[];
  /** Names of sources at edges that are copied this way, sorted. */
  readonly sources: readonly string[];
  /** Names of mirrors at edges that are filled this way, sorted. */
  readonly mirrors: readonly string[];
  /** `stream name at home` of each durable by which a link brings down stored events, sorted. */
  readonly brings: readonly string[];
}

/** What there is of stored events in a mesh. */
export interface DecidedStorage {
  readonly streams: readonly DecidedStream[];
  readonly sources: readonly DecidedSource[];
  readonly mirrors: readonly DecidedMirror[];
  readonly durables: readonly DecidedDurable[];
  readonly storedUses: readonly DecidedUse[];
  /** Brokers that store. */
  readonly storing: readonly string[];
}

/** All that the oracle says of a mesh. Links, flows, rights and what is stored are there only where nothing is wrong. */
export interface Verdict extends DecidedStorage {
  readonly errors: readonly Finding[];
  /** Pairs of brokers that some connection can join; only where links circle. */
  readonly joined: readonly (readonly [string, string])[];
  /** Flows that a standby target would cut, and broken policies that only warn. */
  readonly warnings: readonly Finding[];
  readonly links: readonly DecidedLink[];
  readonly bridges: readonly DecidedBridge[];
  /** Where brokers listen, as `broker listener`. */
  readonly listeners: readonly string[];
  /** Each identity, and what it speaks where it logs in. */
  readonly protocols: readonly (readonly [identity: string, protocol: string])[];
  readonly flows: readonly DecidedFlow[];
  readonly rights: readonly DecidedRight[];
  /** Every concrete topic that rights were tried on. */
  readonly topics: readonly string[];
}
