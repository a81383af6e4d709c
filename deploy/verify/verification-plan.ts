import type { Event } from "../../compiler/model/mesh.ts";
import type { Flow, Grant, Identity } from "../../compiler/model/topology.ts";
import type { Pattern } from "../../compiler/model/topic.ts";
import type { Protocol } from "../../compiler/target.ts";
import type { ProbeTopic } from "./probe-topic.ts";

/** All that `verify` tries, derived from the topology alone. */
export interface VerificationPlan {
  /** Marks every probe of one run. */
  readonly runId: string;
  /** What each publisher sends, sorted by event, publisher and topic. */
  readonly messages: readonly PlannedMessage[];
  readonly flows: readonly Flow[];
  /** What each identity tries at each broker that knows it. */
  readonly identities: readonly IdentityProbes[];
  /** Logins that must fail. */
  readonly strangers: readonly StrangerLogin[];
}

/** A topic that an application publishes, at every instance of its broker. */
export interface PlannedMessage {
  readonly event: Event;
  readonly publisher: string;
  readonly topic: ProbeTopic;
}

export interface IdentityProbes {
  readonly identity: Identity;
  readonly broker: string;
  /** Set where it dials a listener for links, as a link does; absent = it logs in as a client. */
  readonly listener?: string;
  readonly probes: readonly RightProbe[];
}

/** One attempt to publish or subscribe. */
export interface RightProbe {
  readonly action: Grant["action"];
  /** The topic in words. */
  readonly topic: string;
  /** The same as levels; empty for an address that is no topic. */
  readonly levels: Pattern;
  /** In the protocol's own form. */
  readonly address: string;
  readonly group?: string;
  /** `domain.event` where one event is meant. */
  readonly event?: string;
  readonly expected: "allowed" | "denied";
}

/** A login that a broker must refuse. */
export interface StrangerLogin {
  /** Name of an identity of another broker, or one of the words below. */
  readonly identity: string;
  readonly kind: Identity["kind"] | "anonymous" | "unknown";
  readonly broker: string;
  /** The listener for links, or for instances and other brokers, where it knocks; absent = that for clients. */
  readonly listener?: string;
  /** What it speaks as a client; absent = what the identity speaks, or the broker's engine itself. */
  readonly protocol?: Protocol;
  /** Name of an identity that it says is its own, where it knocks with a wrong password. */
  readonly user?: string;
}
