import type { Code } from "./diagnostics/code.ts";
import type { Reporter } from "./diagnostics/reporter.ts";
import type { Addressing, Endpoint } from "./model/address.ts";
import type { Artifact } from "./model/artifact.ts";
import type { Basis, Effect } from "./model/effect.ts";
import type { LinkKind } from "./model/link-kind.ts";
import type { Broker } from "./model/mesh.ts";
import type { Part } from "./model/part.ts";
import type { Pattern } from "./model/topic.ts";
import type { BrokerNode, Durable, Grant, LinkDurable, StoredUse, Topology } from "./model/topology.ts";
import type { Provision, Workload, WorkloadInstance } from "./model/workload.ts";

/** What makes workloads and tells what their changes take. One folder under `targets/engines/`. */
export interface WorkloadEngine {
  readonly name: string;
  /** Minor versions that it compiles for, oldest first. */
  readonly versions: readonly string[];
  /** The kinds of links that it adds: those that its brokers dial, or that its processes carry. */
  readonly linkKinds: readonly LinkKind[];
  /** Turns what it runs of a mesh into workloads, in the order of the topology. */
  lower(topology: Topology, addressing: Addressing): readonly Workload[];
  /**
   * What a change of an instance takes, the gravest step last, and each step for the parts that need it: where one is a
   * restart, what others say is what their parts would take alone. Empty = nothing to do.
   */
  effectOf(before: WorkloadInstance, after: WorkloadInstance, version: string): readonly Step[];
  /**
   * What a change of something inside a broker does; without `before` it is made, without `after` it is removed with what it
   * holds. `undefined` = nothing changes. `beside` is all that is to be inside the brokers of the engine, where it may be
   * that something else takes over what this one gives up. Absent = nothing is made there.
   */
  effectOfProvision?(
    before: Provision | undefined,
    after: Provision | undefined,
    version: string,
    beside?: readonly Provision[],
  ): ProvisionEffect | undefined;
  readonly diagnostics: readonly Code<never>[];
}

/** A broker engine: all that meshc knows of it without talking to one. */
export interface Engine extends WorkloadEngine {
  readonly canBeHub: boolean;
  /** Kind that joins its hubs; absent where it cannot be one. */
  readonly backbone?: string;
  /** What its clients can speak: its own protocol first, which applications speak where they name none. */
  readonly protocols: readonly [Protocol, ...Protocol[]];
  /** Default port of each listener that it can have, by listener name. */
  readonly ports: ReadonlyMap<string, number>;
  /** Listeners that every broker of this engine has, beside those its links need. */
  readonly listeners: readonly string[];
  /** Listener between the instances of one broker; absent where each broker is one instance. */
  readonly clusterListener?: string;
  /** Whether those who share events get all of one key, or any: then they cannot keep its order. */
  readonly keepsKeysApart: boolean;
  /**
   * Hubs, of those that are joined with each other, that have to take part in agreeing on what is stored though they
   * store nothing themselves. `storing` are those that do.
   */
  alsoVote(hubs: readonly Broker[], storing: readonly Broker[]): readonly Broker[];
  /** Bytes of the largest payload that a broker takes, whatever its topic. */
  largestEvent(broker: Broker): number;
  /** Why a topic level cannot be carried, or `undefined` where it can. `first` = it is the first of the topic. */
  refusesLevel(level: string, first: boolean): string | undefined;
  /** Checks what only the engine understands: settings, version against topology. */
  check(topology: Topology, broker: Broker, report: Reporter, mode: CompileMode): void;
  /**
   * Why servers of a broker would not find what is kept there once they are others, as a sentence, or `undefined`: all of
   * it, or one thing that was made inside it. Says no more than follows from the servers; what else there is the brokers
   * are asked, see `LiveStore.lostByServers`. Absent = whatever is kept is found.
   */
  apart?(servers: Servers, kept?: Provision): string | undefined;
  /** What it derived of a broker, in lines for `explain`; those that begin with blanks belong to the one before. */
  explain?(topology: Topology, node: BrokerNode): readonly string[];
}

/** The servers of a broker, as they were last brought about and as there are to be. */
export interface Servers {
  readonly before: readonly WorkloadInstance[];
  readonly after: readonly WorkloadInstance[];
}

/** Whether brokers are of this engine; the others carry events between brokers, by processes of their own. */
export function isBrokerEngine(engine: WorkloadEngine): engine is Engine {
  return "protocols" in engine;
}

/** Whether brokers of an engine can keep streams. */
export function keepsStreams({ protocols }: Engine): boolean {
  return protocols.some(({ dialect }) => dialect.stored !== undefined);
}

/** What clients can speak to what an engine runs, its own protocol first; to a process that carries a link, nothing. */
export function spokenBy(engine: WorkloadEngine): readonly Protocol[] {
  return isBrokerEngine(engine) ? engine.protocols : [];
}

/** What clients, and links that dial as clients do, speak to a broker. */
export interface Protocol {
  /** The word of `protocol:`, such as `mqtt`. */
  readonly name: string;
  /** What somebody logs in with who speaks it. */
  readonly login: LoginForm;
  readonly dialect: Dialect;
  /** Set where a broker to which somebody speaks it has to store: it keeps what clients of that protocol leave. */
  readonly keepsSessions?: true;
  /**
   * Set where a broker holds what it has acknowledged to a publisher until every session that asked for it has
   * acknowledged it, so that a link which reads by a session takes it on.
   */
  readonly holdsForSessions?: true;
}

/** An nkey, of which brokers know the public half; or a name and a password, of which they know a hash. */
export type LoginForm = "nkey" | "password";

/**
 * How a protocol writes what the mesh calls topics, and what lies beside topics: what a client of the mesh has to know.
 * Pure data.
 */
export interface Dialect {
  /** Listener that clients connect to. */
  readonly listener: string;
  /** What a client is told to connect to. */
  url(listener: Endpoint): string;
  /** A topic, or a set of topics, in the protocol's own form. */
  address(topic: Pattern): string;
  /** Sets of addresses that nobody of the mesh may subscribe to: everything, the engine's own, anybody's replies. */
  readonly closedToSubscribe: readonly string[];
  /** Addresses that nobody of the mesh may publish to. */
  readonly closedToPublish: readonly string[];
  /** What is published for a try to addresses that take requests: no request of any kind. */
  readonly noRequest: string;
  /** Whether somebody can be let read as a member of a group only; else whoever may read a topic may read it alone too. */
  readonly groupsAreRights: boolean;
  /** Absent = whoever may not do something is told. */
  readonly untold?: UntoldDialect;
  /** Absent = nothing is answered to anybody. */
  readonly replies?: ReplyDialect;
  /** Absent = nothing is read by a durable over this protocol. */
  readonly stored?: StoredDialect;
  /** Absent = nobody can look inside a broker. */
  readonly operators?: OperatorDialect;
  /** Absent = brokers do not dial each other's listeners for links with identities of their own. */
  readonly peers?: PeerDialect;
}

/** What a broker does not tell, so that it shows only in what is delivered. */
export interface UntoldDialect {
  /** What somebody who may not do it seems to be let do. */
  readonly actions: readonly Grant["action"][];
  /** The topic that something came under. */
  topicOf(address: string): Pattern;
}

/** Where answers go. */
export interface ReplyDialect {
  /** Prefix of an application's own reply addresses, as a client takes it. */
  inboxPrefix(application: string): string;
  /** All addresses under a reply prefix. */
  set(prefix: string): string;
  /** One of them. */
  one(prefix: string): string;
}

/** What somebody is given who looks inside a broker. */
export interface OperatorDialect {
  /** Prefix of an operator's own reply addresses. */
  inbox(operator: string): string;
  /** Addresses that such a person may send requests to at a broker: how things are. */
  requests(at: BrokerNode): readonly string[];
}

/** How what is stored is read, and what must be closed for that. */
export interface StoredDialect {
  /** Header under which a publisher gives an event an id, so that what it sends again is stored once. */
  readonly messageId: string;
  /** How a client reads by a durable at a broker, or whoever logs in there in a link's place. */
  durable(durable: Durable, at: BrokerNode | "link"): DurableAddress;
  /** How its readers are told of what was given up, where they ask for that. */
  deadLetters(durable: Durable, at: BrokerNode | "link"): DurableAddress | undefined;
  /** Where the place that is kept in a stream for a link is looked up, and stands for those where it acknowledges. */
  placeAddresses(place: LinkDurable): readonly string[];
  /** Addresses that stand for what a link lets through so that streams are copied over it; using them copies nothing. */
  copying(use: StoredUse): CopyAddresses;
  /**
   * Addresses by which whoever may publish there could look into something that keeps events, or change it. What is
   * published to them for a try has to be no request, so that it does nothing where it is let through.
   */
  storeControls(store: StoreName, at: BrokerNode | "link"): readonly string[];
  /** The same for a durable. */
  durableControls(durable: Durable, at: BrokerNode | "link"): readonly string[];
}

/** How links and instances dial in where they have a listener of their own. */
export interface PeerDialect {
  /** Listener that links dial, and those by which brokers and their instances know each other without an identity. */
  readonly linkListener: string;
  readonly peerListeners: readonly string[];
  /** Whether brokers let something through from a link whatever its rights are, since they need it themselves. */
  isOpenToLinks(address: string): boolean;
  /** Why a broker of a version, such as `2.15.1`, does not refuse what a link may not publish, if so. */
  linkGap(version: string): string | undefined;
  /**
   * Whether a hub rewrites what an edge asks it for before it looks at rights, so that nobody who logs in at a hub can
   * try what a link is let ask for.
   */
  readonly hubsRewrite: boolean;
}

/** Something that keeps events, by name, and the edge that it is at; absent = a hub keeps it. */
export interface StoreName {
  readonly name: string;
  readonly edge?: string;
}

/** What a client has to know to read by a durable. */
export interface DurableAddress {
  readonly stream: string;
  readonly consumer: string;
  /** The engine's name for the place that stores, where it has to be asked for by it. */
  readonly domain?: string;
  /** Where its settings are asked for, which comes first. */
  readonly lookUp: string;
  /** Where the next events are asked for. */
  readonly request: string;
  /** Stands for those where events are acknowledged, and acknowledges none. */
  readonly acknowledge: string;
}

/** What copying takes of a link, seen from the broker that dials. */
export interface CopyAddresses {
  /** Where a copy is asked for, which a hub may rewrite. */
  readonly ask: readonly string[];
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** `up` compiles for this machine, where some errors of a deployment are warnings. */
export type CompileMode = "deploy" | "up";

/** A step that brings an instance from one state to another. */
export interface Step {
  readonly kind: "start" | "reload" | "reconnect" | "restart" | "stop";
  readonly instance: string;
  /** For `reconnect`: the identity whose connections at this instance must be made anew. */
  readonly identity?: string;
  readonly why: string;
  /** Parts of the instance that make it necessary; absent = the instance as a whole. */
  readonly about?: readonly Part[];
  /** Set for a `reconnect` of who is not to come back: nobody who goes on is cut off. */
  readonly forGood?: true;
  /** Set where clients or links are cut off by it though the other instances of the broker go on. */
  readonly interrupts?: true;
  /** How its effect is known of this version; absent = it was observed. */
  readonly basis?: Basis;
}

/** What becomes of what is inside a broker where its settings are other than they were. */
export type ProvisionEffect =
  | { readonly effect: Effect; readonly why: string; readonly basis: Basis }
  /** No broker does it, and what it holds would be lost with another way. */
  | { readonly refused: string };

/** A way to run workloads: prints its artifacts. Running them is `deploy`'s work. */
export interface Platform {
  readonly name: string;
  print(workload: Workload): readonly Artifact[];
}

/** A picture or document of the mesh. */
export interface View {
  /** Word of `graph --format`. */
  readonly format: string;
  render(topology: Topology): string;
}
