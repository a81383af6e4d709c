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

function isAsApplied({ healthy, links, drift }: InstanceStatus): boolean {
  return healthy && drift.length === 0 && links.every(({ connected }) => connected);
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
}

export interface LinkStatus {
  /** The link's name; absent for a connection between instances of one broker. */
  readonly name?: string;
  /** `link "a.b"` or `cluster connection to core-1`. */
  readonly what: string;
  readonly connected: boolean;
}
