import type { Application, Broker, BrokerRole, Event, LinkDeclaration, Mesh } from "./mesh.ts";
import type { LinkKind } from "./link-kind.ts";
import type { Pattern } from "./topic.ts";

/** What the mesh will be, derived from the manifest and neutral of engines. All lists are sorted by name. */
export interface Topology {
  readonly mesh: Mesh;
  readonly brokers: ReadonlyMap<string, BrokerNode>;
  /** Entries of `links` by `pairKey` of their two brokers. */
  readonly declarations: ReadonlyMap<string, LinkDeclaration>;
  readonly links: readonly Link[];
  readonly flows: readonly Flow[];
  readonly identities: readonly Identity[];
}

/** A broker with what was derived about it. */
export interface BrokerNode {
  readonly broker: Broker;
  readonly role: BrokerRole;
  /** Minor version that artifacts are made for, such as `2.15`. */
  readonly version: string;
  /** Listener names that it needs, sorted, with the port on the instance of index 0. */
  readonly listeners: ReadonlyMap<string, number>;
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
  /** Domains that alone may use it, from the entry that describes the active pair; absent = all. */
  readonly domains?: readonly string[];
  /** The entry of `links` about the active pair. */
  readonly declaration?: LinkDeclaration;
  /** Why the link exists, in words for `explain` and `graph`. */
  readonly why: string;
}

/** An event that a declared application publishes and a declared application receives. */
export interface Flow {
  readonly event: Event;
  readonly publisher: Application;
  readonly subscriber: Application;
  /**
   * Brokers from the publisher's to the subscriber's while every link is on its active target; empty where there
   * is none. Whether it may carry the event is proven later.
   */
  readonly path: readonly string[];
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
  /** `application.billing` or `link.plant-oslo.uplink`; key of its keys in the state. */
  readonly name: string;
  readonly kind: "application" | "link";
  /** Rights by broker. An application has one broker; a link is known at each of its targets. */
  readonly at: ReadonlyMap<string, readonly Grant[]>;
}
