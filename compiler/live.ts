/**
 * What `deploy/` asks of an engine's `live/` folder: the only code that talks to running brokers. Types only, so
 * that the contract stands with the others and the compiler still imports no client.
 */
import type { Endpoint } from "./model/address.ts";
import type { RemovalOutcome } from "./model/removal-outcome.ts";
import type { DurableAddress, Servers } from "./target.ts";
import type { Provision, WorkloadInstance } from "./model/workload.ts";
import type { Sweep, Swept } from "./model/sweep.ts";

/**
 * Keys of an identity: those of an nkey, or an id of a password and that password. The seed never leaves the secret store
 * but for the file that needs it.
 */
export interface KeyPair {
  readonly publicKey: string;
  readonly seed: string;
}

/** What a running instance says of itself. */
export interface Observation {
  /** `<broker>-<index>`, as the process reports it. */
  readonly instance: string;
  /** Absent = it does not tell. */
  readonly version?: string;
  /** Links and peers that are connected now. */
  readonly peers: readonly Peer[];
}

/** A connection between two servers as one of them reports it. */
export interface Peer {
  /** Link kind, or `cluster` for the instances of one broker. */
  readonly kind: string;
  /** Instance name or broker name at the other end, whichever the engine reports; absent = it reports the link. */
  readonly name?: string;
  /** Name of the link, where the engine reports that. */
  readonly link?: string;
  /** Engine's own id of the connection, where it tells one. */
  readonly id?: string;
  /** Public key that the other end logged in with, where the engine tells it. */
  readonly publicKey?: string;
}

/** A connection made with one identity's credentials and nothing else. */
export interface ProbeConnection {
  /** Resolves once the broker has taken, or refused, the subscription. */
  subscribe(address: string, group?: string): Promise<ProbeSubscription>;
  /**
   * Resolves once the broker has seen the message, or where it is to be `stored`, once that is acknowledged; `refused`
   * says why it would not take it.
   */
  publish(address: string, payload: Uint8Array, options?: PublishOptions): Promise<PublishOutcome>;
  /** Absent = nothing is read by a durable over its protocol. */
  readonly stored?: StoredProbe;
  close(): Promise<void>;
}

/** What a connection does with events that are stored. */
export interface StoredProbe {
  /**
   * Reads by a durable and does with each event as `decide` says. Resolves once the broker has taken, or refused, the
   * request; `refused` also comes to stand where the broker later refuses to give out more or to be acknowledged. It is
   * not read where too much waits there for somebody else; `own` is how many of the events that wait `decide` takes.
   */
  read(
    from: DurableAddress,
    decide: (payload: Uint8Array) => ReadDecision,
    own?: number,
  ): Promise<ProbeSubscription>;
  /**
   * Reads by a durable until an event comes that `isMine` accepts, and declines it for good: resolves to its number in
   * the stream, or why there is none. Everything else is given back.
   */
  decline(from: DurableAddress, isMine: (payload: Uint8Array) => boolean): Promise<DeclineOutcome>;
  /** How many events wait at a durable or are being worked on; 0 where it cannot be asked. */
  unread(from: DurableAddress): Promise<number>;
  /** Reads dead letters until one tells of an event, by its number, and takes that one in; the others are given back. */
  hear(from: DurableAddress, number: number): Promise<ProbeOutcome>;
}

/**
 * What becomes of an event that was read: it is acknowledged and received, given back to come again at once, or left
 * to come later to whoever reads then.
 */
export type ReadDecision = "take" | "give back" | "leave";

export interface PublishOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Whether it has to be acknowledged as stored; `false` = who stores it is noted all the same. Absent = it only passes:
   * no stream takes it in, whatever its address.
   */
  readonly stored?: boolean;
  /** By which whoever stores tells a repetition. */
  readonly id?: string;
  /** Where an answer to what only passes is to go. */
  readonly reply?: string;
}

/** What became of a publication. */
export interface PublishOutcome extends ProbeOutcome {
  /** Streams that acknowledged to have stored it so far; one of another domain with that domain's name. Grows. */
  readonly storedBy: readonly string[];
  /** Those of them that had it already under the same id, and did not store it again. Grows. */
  readonly knownTo: readonly string[];
}

export type ProbeOutcome = { readonly refused?: string };

export type DeclineOutcome = { readonly number: number } | { readonly refused: string };

export interface ProbeSubscription extends ProbeOutcome {
  /** Messages so far, in order of arrival, with the time of arrival in milliseconds (monotonic). */
  readonly received: readonly {
    readonly address: string;
    readonly payload: Uint8Array;
    readonly atMs: number;
    /** Where it asks for an answer, as the server that delivered it writes that. */
    readonly reply?: string;
  }[];
}

/** What became of one thing that was to be made inside a broker. */
export type ProvisionOutcome =
  | { readonly provision: Provision; readonly done: "made" | "changed" | "unchanged" }
  /** It is there with other settings, and changing them would lose what is stored. */
  | { readonly provision: Provision; readonly refused: string }
  /** The broker has no place for it now, in its own words, and may have one once all its servers know of each other. */
  | { readonly provision: Provision; readonly later: string };

/** How a thing inside a broker is, compared with what it should be; `idle` = it is right, and nothing fills it. */
export interface ProvisionState {
  readonly provision: Provision;
  readonly state: "ok" | "missing" | "different" | "idle";
  /** What differs, or what does not fill it, a sentence each. */
  readonly differences: readonly string[];
  /** Milliseconds since the last sign of life of what fills it, of several the longest; absent where nothing is to. */
  readonly silent?: number;
}

/** What there is to be inside a broker, and what was made there before and is not in the manifest any more. */
export interface ProvisionChange {
  readonly wanted: readonly Provision[];
  readonly left: readonly Provision[];
  /** What there is to be inside all brokers of the engine. */
  readonly everywhere: readonly Provision[];
}

/** How much waits in something inside a broker. */
export interface Waiting {
  readonly provision: Provision;
  readonly there: boolean;
  /**
   * How many events its reader has not acknowledged, or have not come to it yet; all that it holds where others draw from
   * it, who alone know what of that they have (`lacking`).
   */
  readonly events: number;
  /** How many events it holds, read or not. */
  readonly held: number;
  /** Set where it is a copy: what it holds is kept elsewhere too. */
  readonly isCopy?: true;
}

/** How many events of something have not come to who draws from it; `undefined` where that cannot be told now. */
export type UndrawnOf = (name: string) => Promise<number | undefined>;

/** Something inside a broker that holds what its readers would not get any more, and why, as a sentence. */
export interface Withheld {
  readonly provision: Provision;
  readonly why: string;
}

/** The servers of a broker; of `before` none while nothing was made inside it. */
export interface ServerChange extends Servers {
  readonly broker: string;
}

/** What a change of a broker's servers would lose, and why, as a sentence. */
export interface LostByServers {
  readonly what: string;
  readonly why: string;
  /** Set where something elsewhere copies it, which goes by its count: it cannot begin anew, whoever wants that. */
  readonly isCopied?: true;
}

/** A certificate that is shown, with its key, both as PEM. */
export interface Shown {
  readonly certificate: string;
  readonly privateKey: string;
}

/** What somebody shows who dials as a server does; nothing at all, if it is empty. */
export interface PeerLogin {
  readonly seed?: string;
  readonly password?: string;
  readonly shown?: Shown;
}

/** What is tried by who dials as a server does. */
export type PeerAttempt =
  | { readonly action: "connect" }
  | { readonly action: "subscribe"; readonly address: string }
  | {
      readonly action: "publish";
      readonly address: string;
      readonly payload: Uint8Array;
      readonly headers?: Readonly<Record<string, string>>;
      /** Is done once that was not refused, before the connection ends. */
      readonly meanwhile?: () => Promise<void>;
    };

/** What an instance is asked by: its listeners, and what identities log in with. */
export interface Observed {
  /** Its name. */
  readonly instance: string;
  /** `undefined` where it has no such listener. */
  endpoint(listener: string): Endpoint | undefined;
  /** Seed or password of an identity; `undefined` where it has none. */
  secret(identity: string): string | undefined;
}

/** What somebody logs in with as a client. Without `secret` it is nobody. */
export interface ClientLogin {
  /** The identity's name, which those who log in by password say. */
  readonly user: string;
  /** Seed of an nkey, or a password. */
  readonly secret?: string;
  /** What its reply addresses begin with, where the protocol has some. */
  readonly inboxPrefix?: string;
}

/** An instance that is told to read its files anew. */
export interface ReloadWatch {
  /** Whether it has taken them, or why not; `undefined` while it has not said so. */
  outcome(): Promise<ProbeOutcome | undefined>;
  /** Ends the watch. */
  end(): Promise<void>;
}

/** How a protocol is spoken for a try. */
export interface ProtocolClient {
  /** Logs in. Throws `ProbeRefused` where the broker refuses. */
  connect(to: Endpoint, login: ClientLogin): Promise<ProbeConnection>;
}

/** The part of an engine that acts. Loaded only by `deploy/`. */
export interface LiveEngine {
  readonly name: string;
  /** Its program, such as `nats-server`, and the arguments that make it print its version. */
  readonly program: string;
  /** Where it can be had, as what follows "Install it". */
  readonly install: string;
  readonly versionArguments: readonly string[];
  /** The version that a program prints, such as `2.15.1`, from its own output. */
  parseVersion(output: string): string | undefined;
  /** By the name of the protocol. */
  readonly protocols: ReadonlyMap<string, ProtocolClient>;
  /** A new nkey; absent = nobody logs in by one. */
  newKeyPair?(): KeyPair;
  /** Asks an instance how it is; `undefined` where nothing (healthy) answers. */
  observe(at: Observed): Promise<Observation | undefined>;
  /** Begins to watch an instance, before it is told to read its files anew. */
  watchReload(at: Observed): Promise<ReloadWatch>;
  /** Absent = whoever has an old key is let go by a reload. */
  readonly logins?: LiveLogins;
  /** Absent = who runs is heard by those that it has to agree with. */
  readonly hearing?: LiveHearing;
  /**
   * Dials a listener for links or for instances of the same broker, as one of them, and tries one thing there. Throws
   * `ProbeRefused` where it is not let in. That nothing was refused does not mean that anything is delivered.
   */
  tryAsPeer?(to: Endpoint, listener: string, login: PeerLogin, attempt: PeerAttempt): Promise<ProbeOutcome>;
  /** Absent = nothing is made inside its brokers. */
  readonly stored?: LiveStore;
}

/** Who is logged in at instances. `user` is the public half of an nkey, or the name of who logs in by a password. */
export interface LiveLogins {
  /** Identity whose seed `end` needs. */
  readonly systemIdentity: string;
  /** How many connections, of clients and links, are logged in as a user at an instance; `undefined` where it cannot be asked. */
  count(management: Endpoint, user: string): Promise<number | undefined>;
  /**
   * Ends the connections, of clients and links, that are logged in as a user at an instance: whoever may do so logs in
   * anew. Resolves to how many there were. Throws where the instance cannot be told or a connection stays.
   */
  end(client: Endpoint, management: Endpoint, systemSeed: string, user: string): Promise<number>;
}

/** Whether instances that have to agree with each other hear each other. */
export interface LiveHearing {
  /** Whether what runs a version, such as `2.10.26`, can start so that the others never hear it. */
  canStartUnheard(version: string): boolean;
  /**
   * How long ago, in milliseconds, an instance heard each of those that it agrees with, by name, without those that it
   * never heard. `undefined` where it agrees with nobody, or cannot be asked.
   */
  heard(at: Observed): Promise<ReadonlyMap<string, number> | undefined>;
}

/** What is made and kept inside running brokers. `client` is the listener of the engine's own protocol. */
export interface LiveStore {
  /** Identity whose seed all of these need. */
  readonly provisionerIdentity: string;
  /** Whether what servers have inside is one with what others have by that name. */
  sharesNames(servers: readonly WorkloadInstance[]): boolean;
  /** What servers have in common with those that they agree with on what is stored; `undefined` = with nobody. */
  groupOf(servers: readonly WorkloadInstance[]): string | undefined;
  /** Takes servers out of those that agree; `undefined` as long as one is not seen to be out. */
  release(client: Endpoint, systemSeed: string, servers: readonly string[]): Promise<true | undefined>;
  /**
   * What a change would keep from its readers; changes nothing. `undefined` where the broker cannot be asked yet.
   * `undrawnOf` asks who draws from something, and is asked only where that decides it.
   */
  withheld(
    client: Endpoint,
    seed: string,
    change: ProvisionChange,
    undrawnOf: UndrawnOf,
  ): Promise<readonly Withheld[] | undefined>;
  /**
   * What a change of a broker's servers would lose of what they hold; changes nothing. `running` is where they are asked
   * as they run now; what cannot be asked counts as holding something. `everywhere`: see `ProvisionChange`.
   */
  lostByServers(
    running: { readonly client: Endpoint; readonly seed: string } | undefined,
    servers: ServerChange,
    everywhere: readonly Provision[],
  ): Promise<readonly LostByServers[]>;
  /**
   * Lets what is inside a broker take in no more what something else is to take in; what it holds stays. Resolves to
   * what of `left` is still there; `undefined` where the broker cannot be asked yet.
   */
  makeRoom(
    client: Endpoint,
    seed: string,
    change: ProvisionChange,
  ): Promise<readonly Provision[] | undefined>;
  /**
   * Makes what is not there inside a broker, and changes what is there with other settings where that loses nothing;
   * the outcomes in the order given, up to the first that is to come later. `undefined` where the broker cannot be asked
   * yet: it has no leader so far.
   * `clientOf` tells where other brokers are asked, for what was kept there before; `mayLose` what may be changed though
   * that loses what it holds.
   */
  provision(
    client: Endpoint,
    seed: string,
    provisions: readonly Provision[],
    clientOf: (broker: string) => Endpoint | undefined,
    mayLose?: (provision: Provision) => boolean,
  ): Promise<readonly ProvisionOutcome[] | undefined>;
  /** Domains, applications, groups and links that something is kept for, the domain first, as `domain orders`. */
  ownersOf(provision: Provision): readonly string[];
  /**
   * What waits in some of what was made inside a broker, in the order given; `undefined` where it cannot be asked, which
   * `notReady` is told why, in the broker's own words.
   */
  waiting(
    client: Endpoint,
    seed: string,
    provisions: readonly Provision[],
    notReady?: (why: string) => void,
  ): Promise<readonly Waiting[] | undefined>;
  /**
   * How many events of each thing that some streams draw from have not come to them yet, by its name; without those of
   * which that is not known now. Takes seconds, and changes nothing; `undefined` where the broker cannot be asked.
   */
  lacking(
    client: Endpoint,
    seed: string,
    streams: readonly string[],
  ): Promise<ReadonlyMap<string, number> | undefined>;
  /** Removes some of what was made inside a broker, with all that it holds; throws where nobody answers there. */
  remove(
    client: Endpoint,
    seed: string,
    provisions: readonly Provision[],
  ): Promise<readonly RemovalOutcome[]>;
  /**
   * Compares what is inside a broker with what should be, and changes nothing; the states in the order given.
   * `undefined` where the broker cannot be asked.
   */
  inspect(
    client: Endpoint,
    seed: string,
    provisions: readonly Provision[],
  ): Promise<readonly ProvisionState[] | undefined>;
  /** Number of the last event in each of some streams that are there; `undefined` where the broker cannot be asked. */
  lastKept(
    client: Endpoint,
    seed: string,
    streams: readonly string[],
  ): Promise<ReadonlyMap<string, number> | undefined>;
  /** Removes from a stream what a verification sent. Throws where it may not; `undefined` where it cannot be asked. */
  sweep(client: Endpoint, seed: string, wanted: Sweep): Promise<Swept | undefined>;
}

/** A login that the broker refused, with its own words. */
export class ProbeRefused extends Error {}
