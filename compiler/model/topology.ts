import type {
  Application,
  Broker,
  BrokerRole,
  Event,
  LinkDeclaration,
  Mesh,
  ReadTerms,
  Retention,
} from "./mesh.ts";
import type { LinkKind } from "./link-kind.ts";
import type { Pattern } from "./topic.ts";

/** What the mesh will be, derived from the manifest and neutral of engines. All lists are sorted by name. */
export interface Topology {
  readonly mesh: Mesh;
  readonly brokers: ReadonlyMap<string, BrokerNode>;
  /** Entries of `links` by `pairKey` of their two brokers. */
  readonly declarations: ReadonlyMap<string, LinkDeclaration>;
  /** Where each application may attach, by its name. */
  readonly places: ReadonlyMap<string, Places>;
  readonly links: readonly Link[];
  readonly flows: readonly Flow[];
  readonly identities: readonly Identity[];
  readonly streams: readonly Stream[];
  readonly sources: readonly Source[];
  readonly mirrors: readonly Mirror[];
  readonly durables: readonly Durable[];
  /** People who may look inside a broker of a mesh that runs; the manifest has none. Absent = nobody. */
  readonly operators?: readonly Operator[];
}

/** Somebody who may look inside a broker: hear what comes by and ask how things are, and change nothing. */
export interface Operator {
  /** Its identity is `operator.<name>`. */
  readonly name: string;
  readonly broker: string;
  /** What may be heard there. */
  readonly hears: readonly Grant[];
}

/** A log of stored events, kept at one broker: all of a domain that are kept on the same terms. */
export interface Stream {
  /** The domain's name; for an event with terms or a residency of its own `domain_event`. */
  readonly name: string;
  readonly domain: string;
  /** Sorted by name. */
  readonly events: readonly Event[];
  /** The broker that stores it. */
  readonly home: string;
  readonly retention: Retention;
  /** On how many of the broker's instances each event is. */
  readonly replicas: number;
  /** Why it is kept there, in words for `explain`. */
  readonly why: string;
}

/**
 * What an edge keeps of a stream: events that are published there, or come up to it, until the stream's home has drawn
 * them up. They cross its uplink from stream to stream only, never as they are published.
 */
export interface Source {
  /** `stream_from_edge`. */
  readonly name: string;
  readonly stream: Stream;
  /** The edge. */
  readonly broker: string;
  /** Events of the stream that it keeps, sorted by name. */
  readonly events: readonly Event[];
  readonly replicas: number;
}

/** A copy of a stream at another broker, where it is read. */
export interface Mirror {
  /** `stream_at_broker`. */
  readonly name: string;
  readonly stream: Stream;
  readonly broker: string;
  readonly replicas: number;
  /** Applications whose durables are kept in it, sorted. */
  readonly readers: readonly string[];
}

/** A place in a stream that is kept while its reader is away. All its applications share it, each event going to one. */
export interface Durable {
  /**
   * The application's name, or `group_` and the group's; followed by two underscores and the event's where the event
   * is delivered on terms of its own or in order. No name holds an underscore, so that no two of one stream meet.
   */
  readonly name: string;
  readonly stream: string;
  /** Name of the mirror that it is kept in, where that is not the stream itself. */
  readonly mirror?: string;
  /** The edge that keeps that mirror; absent = a hub keeps it. */
  readonly edge?: string;
  /** Events that it reads, sorted by name. */
  readonly events: readonly Event[];
  /** What it reads of them, sorted; no two overlap. */
  readonly patterns: readonly Pattern[];
  /** Names of those who read by it, sorted. */
  readonly applications: readonly string[];
  /** How its events are delivered, where its readers say so. */
  readonly terms?: ReadTerms;
  /** Set where each event is given out only once the one before it is dealt with, so that none overtakes another. */
  readonly inOrder?: true;
}

/** A broker with what was derived about it. */
export interface BrokerNode {
  readonly broker: Broker;
  readonly role: BrokerRole;
  /** Minor version that artifacts are made for, such as `2.15`. */
  readonly version: string;
  /**
   * `events` where it stores: the manifest gives it storage, or a stream is at home there. `votes` where it only
   * takes part in what those that store agree on.
   */
  readonly storing?: "events" | "votes";
  /** Set where its listeners for clients and links speak TLS, and nothing else. */
  readonly tls?: true;
  /** Bytes of the largest payload that it takes. */
  readonly largestEvent: number;
  /** Listener names that it needs, sorted, with the port on the instance of index 0. */
  readonly listeners: ReadonlyMap<string, number>;
}

/** Where an application may attach. */
export interface Places {
  /** Sorted by name. One with several brokers roams: it is at any of them, and has no other place. */
  readonly brokers: readonly Broker[];
  /** Of an application that may attach anywhere: where it may not all the same, and why, in words for `explain`. */
  readonly others: ReadonlyMap<string, string>;
}

/** A connection between two brokers. `from` dials; `to` is the active target. */
export interface Link {
  /** `a.b` for a gateway, `edge.uplink` for an uplink, else the entry's name in `links`. */
  readonly name: string;
  readonly kind: LinkKind;
  readonly from: string;
  readonly to: string;
  /** Targets that the dialing engine switches to, in order. */
  readonly standby: readonly string[];
  /** What crosses it, where its kind is given a list of topics; absent = it follows subscriptions. */
  readonly listed?: ListedTopics;
  /** What stored events come down by, where its kind reads them from where they are stored. Sorted by name of stream. */
  readonly durables?: readonly LinkDurable[];
  /** Domains that alone may use it, from the entry that describes the active pair; absent = all. */
  readonly domains?: readonly string[];
  /** The entry of `links` about the active pair. */
  readonly declaration?: LinkDeclaration;
  /** Why the link exists, in words for `explain` and `graph`. */
  readonly why: string;
}

/** Topics that a link is given: `up` those that leave the dialing broker, `down` those that come to it. Sorted. */
export interface ListedTopics {
  readonly up: readonly ListedTopic[];
  readonly down: readonly ListedTopic[];
}

/** A place in a stream, kept at its home for a link: what comes after it has not come down yet. */
export interface LinkDurable {
  /** `link_` and the link's name, with `_` in place of its dot. */
  readonly name: string;
  readonly link: string;
  readonly stream: string;
  readonly home: string;
  /** What of the stream goes down, sorted; no two overlap. */
  readonly patterns: readonly Pattern[];
}

/** Topics of one event. */
export interface ListedTopic {
  readonly event: Event;
  /** Within the event's topic. */
  readonly pattern: Pattern;
}

/**
 * An event that a declared application publishes at one of its places and a declared application receives at one of
 * its own.
 */
export interface Flow {
  readonly event: Event;
  readonly publisher: Application;
  readonly subscriber: Application;
  /** The broker that the publisher is at. */
  readonly from: string;
  /** The broker that the subscriber is at. */
  readonly to: string;
  /**
   * Brokers from the publisher's to the subscriber's while every link is on its active target; empty where there
   * is none. A stored event goes by way of its home. Whether it may carry the event is proven later.
   */
  readonly path: readonly string[];
  /**
   * Set where the event comes from where it is stored, which is `home`: read by the subscriber's `durable`, or without
   * one by a link that brings it down.
   */
  readonly stored?: { readonly home: string; readonly durable?: Durable };
}

/** A set of topics that an identity may publish, or subscribe to, at a broker. */
export interface Grant {
  readonly action: "publish" | "subscribe";
  readonly pattern: Pattern;
  /** The event, or the domain where the whole of it is granted. */
  readonly subject: { readonly domain: string; readonly event?: string };
  /** Only as a member of this group. */
  readonly group?: string;
}

/** Who logs in at brokers. */
export interface Identity {
  /**
   * `application.billing` or `link.plant-oslo.uplink`, of who carries a link by a process `connect.plant-oslo.uplink` where it logs
   * in at the dialing broker; key of its keys in the state.
   */
  readonly name: string;
  readonly kind: "application" | "link";
  /** What it speaks wherever it logs in, such as `nats`. */
  readonly protocol: string;
  /** The link that it carries by a process of its own, logging in as clients do. Absent = it is none that does. */
  readonly carries?: string;
  /** Rights by broker: an application is known wherever it may attach, a link at each of its targets. */
  readonly at: ReadonlyMap<string, readonly Grant[]>;
  /** What it does with stored events, by broker as `at`. */
  readonly uses: ReadonlyMap<string, StoredUse>;
}

/** What an identity does with stored events beside publishing: its own use, or what crosses a link. */
export interface StoredUse {
  /** Applications that get answers this way: that an event was stored, or what they read. Sorted. */
  readonly answered: readonly string[];
  /** Durables that are read this way, sorted by stream and name. */
  readonly reads: readonly Durable[];
  /** Those that are kept for the link itself; absent = none. */
  readonly brings?: readonly LinkDurable[];
  /** Sources at edges that are drawn up this way, sorted by name. */
  readonly sources: readonly Source[];
  /** Mirrors at edges that are filled this way, sorted by name. */
  readonly mirrors: readonly Mirror[];
}
