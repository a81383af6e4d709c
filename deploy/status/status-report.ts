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
  const ok = environments.every(({ brokers }) => brokers.every(isAsApplied));
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
