/** What `verify --json` prints. Lists are sorted; `why` stands where a verdict is `failed`. */
export interface VerifyReport {
  readonly version: 1;
  readonly ok: boolean;
  readonly flows: readonly FlowVerdict[];
  readonly denied: readonly DeniedVerdict[];
  /** Only where somebody is told of what it gave up. */
  readonly deadLetters?: readonly DeadLetterVerdict[];
  /** Only where rights were asked for. */
  readonly rights?: readonly RightVerdict[];
  /** The same by identity and broker, those with failures first. */
  readonly identities?: readonly IdentitySummary[];
  /** How much was tried for `rights`, and how long that took. */
  readonly tried?: RightsTried;
  /** What was not tried, and why, if anything. */
  readonly untried?: readonly Untried[];
  /** Streams in which something of what was sent is left, if any. */
  readonly left?: readonly LeftOver[];
}

export type Verdict = "ok" | "failed";

export interface FlowVerdict {
  /** `domain.event`. */
  readonly event: string;
  readonly publisher: string;
  readonly subscriber: string;
  /** Brokers from the publisher's to the subscriber's. */
  readonly path: readonly string[];
  /** Deliveries that were due: one per message and subscribing instance, one per message for a group. */
  readonly sent: number;
  /** Deliveries of those that came. */
  readonly received: number;
  /** Deliveries beyond the first of a message. */
  readonly duplicates: number;
  /** Median time from publishing to arrival; absent where nothing arrived. */
  readonly latencyMs?: number;
  readonly verdict: Verdict;
  readonly why?: string;
}

/** Whether an application was told of an event that it gave up. */
export interface DeadLetterVerdict {
  readonly application: string;
  /** `domain.event`. */
  readonly event: string;
  /** The stream in which it is told. */
  readonly stream: string;
  readonly verdict: Verdict;
  readonly why?: string;
}

/** An event that an application may not publish, or not read, in whole or in part. */
export interface DeniedVerdict {
  readonly application: string;
  readonly event: string;
  readonly action: "publish" | "subscribe";
  readonly verdict: Verdict;
  readonly why?: string;
}

export interface RightVerdict {
  readonly identity: string;
  readonly kind: "application" | "link" | "anonymous" | "unknown";
  readonly broker: string;
  /** The listener for links, instances or other brokers where it dialed; absent = that for clients. */
  readonly listener?: string;
  /** A topic, or an address that is none; empty for a login. */
  readonly topic: string;
  readonly action: "publish" | "subscribe" | "connect";
  readonly expected: "allowed" | "denied";
  /** What the broker did, at the instance that did otherwise than expected if there is one. */
  readonly got: "allowed" | "denied";
  readonly verdict: Verdict;
  readonly why?: string;
}

/** What an identity is let do at a broker, of all that it tried there. */
export interface IdentitySummary {
  readonly identity: string;
  readonly kind: RightVerdict["kind"];
  readonly broker: string;
  /** Rights that it is to have, and how many of them it has. */
  readonly allowed: { readonly expected: number; readonly ok: number };
  /** What it is to be refused, and how much of it is. */
  readonly denied: { readonly expected: number; readonly ok: number };
}

export interface RightsTried {
  /** Attempts: each right at each instance of its broker. */
  readonly attempts: number;
  readonly milliseconds: number;
}

/** A stream in which probes are left, and why. */
export interface LeftOver {
  readonly stream: string;
  readonly broker: string;
  readonly why: string;
}

/** A broker at which something was not tried, since its version would not refuse it to anybody. */
export interface Untried {
  readonly broker: string;
  readonly why: string;
}
