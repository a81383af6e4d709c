/** `status --json`: what runs against what was applied. */
export interface StatusReport {
  readonly version: 1;
  /** Everything is healthy and connected, and nothing differs from what was applied. */
  readonly ok: boolean;
  /** Present where no instance runs or is recorded to: `down` ended them, or no `up` came so far as to start one. */
  readonly takenDown?: true;
  readonly environments: readonly EnvironmentStatus[];
}

/** The report of some environments of a mesh that runs, or was taken down. */
export function statusReport(environments: readonly EnvironmentStatus[], takenDown = false): StatusReport {
  const ok = environments.every(
    ({ brokers, stored }) => brokers.every(isAsApplied) && stored.every(({ state }) => state === "ok"),
  );
  return { version: 1, ok, ...(takenDown && { takenDown }), environments };
}

function isAsApplied({ healthy, links, drift, certificates = [] }: InstanceStatus): boolean {
  const hold = certificates.every(({ state }) => state === "valid" || state === "ending");
  return healthy && hold && drift.length === 0 && links.every(({ connected }) => connected);
}

export interface EnvironmentStatus {
  readonly name: string;
  /** Counts the runs that changed something here. */
  readonly generation: number;
  readonly brokers: readonly InstanceStatus[];
  /** What its brokers are to store, in the order it was made in. */
  readonly stored: readonly StoredStatus[];
}

/** A stream or a consumer of one, or whatever else is made inside a broker. */
export interface StoredStatus {
  readonly broker: string;
  /** The engine's word, such as `stream` or `consumer`. */
  readonly kind: string;
  readonly name: string;
  /** What it belongs to, such as the consumer's stream. */
  readonly within?: string;
  /** `unknown` where the broker cannot be asked; `idle` where nothing comes from what it is filled from. */
  readonly state: "ok" | "missing" | "different" | "idle" | "unknown";
  /** What differs from what was applied, or why that is not known, a sentence each. */
  readonly why: readonly string[];
}

export interface InstanceStatus {
  /** The broker. */
  readonly name: string;
  readonly instance: string;
  /** It runs and answers under its own name. */
  readonly healthy: boolean;
  readonly links: readonly LinkStatus[];
  /** What differs from what was applied, a sentence each. */
  readonly drift: readonly string[];
  /** Certificates that it shows or knows others by, sorted; absent where it speaks no TLS. */
  readonly certificates?: readonly CertificateStatus[];
}

export interface CertificateStatus {
  /** The instance or link that shows it, `authority "servers"`, or the broker whose own it is. */
  readonly of: string;
  /** Set where the user keeps it, and has to put another in its place. */
  readonly given?: true;
  /** The instant at which it ends (ISO 8601). */
  readonly until: string;
  /** `ending`: a third of its time is left, and the next `up` makes another, but for one that the user keeps. */
  readonly state: "valid" | "ending" | "ended" | "not yet";
}

export interface LinkStatus {
  /** The link's name; absent for a connection between instances of one broker. */
  readonly name?: string;
  /** `link "a.b"` or `cluster connection to core-1`. */
  readonly what: string;
  readonly connected: boolean;
}
