import { covers, type Pattern } from "../../compiler/model/topic.ts";
import type {
  ProbeConnection,
  ProbeSubscription,
  PublishOutcome,
  ReadDecision,
} from "../../compiler/live.ts";

/** A subscription that is listened to. */
export interface Receiver {
  readonly application: string;
  readonly instance: string;
  /** The group that it is a member of, or the durable that it reads by. */
  readonly group?: string;
  /** Set where it reads from a copy of a stream. */
  readonly copied?: true;
  /** What it subscribed to. */
  readonly patterns: readonly Pattern[];
  /** A topic as it comes to who speaks its protocol. */
  readonly writes: (topic: Pattern) => string;
  readonly subscription: ProbeSubscription;
}

/** A probe that was published. */
export interface SentProbe {
  readonly publisher: string;
  readonly instance: string;
  readonly event: string;
  readonly topic: Pattern;
  readonly address: string;
  readonly sentAtMs: number;
  /** Why the broker would not take it. */
  readonly refused?: string;
  /** The stream that is to store it, or `unstored`; absent where it only passes, and no stream may take it in. */
  readonly stream?: string;
  /** Streams that said they stored it. */
  readonly storedBy: readonly string[];
  /** Streams that stored it anew when it was sent once more under the same message id. */
  readonly storedAgainBy?: readonly string[];
  readonly arrivals: readonly Arrival[];
}

export interface Arrival {
  readonly receiver: Receiver;
  readonly address: string;
  /** Whether that is the topic that it was published to, as its receiver writes it. */
  readonly isMeant: boolean;
  readonly atMs: number;
}

/** What is to be sent. */
export type Draft = Pick<SentProbe, "publisher" | "instance" | "event" | "topic" | "address" | "stream"> & {
  /** Whoever reads it by a durable gives it back the first time, so that it has to come again. */
  readonly givenBack?: boolean;
  /** Where an answer to what only passes is to go. */
  readonly reply?: string;
};

/** Stands for the stream of what no stream is to store. */
export const unstored = "";

/** Whether a receiver subscribed to a topic. */
export function isFor({ patterns }: Receiver, topic: Pattern): boolean {
  return patterns.some((pattern) => covers(pattern, topic));
}

/** What probes are sent by. */
export type Publishes = Pick<ProbeConnection, "publish">;

/** Numbers the probes of one run and recognizes them where they arrive; other traffic passes unnoticed. */
export interface Ledger {
  /** Resolves once the broker has seen the probe. */
  send(by: Publishes, draft: Draft): Promise<SentProbe>;
  /** Sends a probe once more, under the same message id. */
  repeat(by: Publishes, probe: SentProbe): Promise<void>;
  /**
   * What those who read by a durable do with a payload: they take probes, of this run or of one that did not come to
   * its end, and leave everything else to the application.
   */
  decide(durable: string, payload: Uint8Array): ReadDecision;
  /** How many stored probes of some topics have not come yet to who reads by a durable. */
  waiting(durable: string, patterns: readonly Pattern[]): number;
  listen(receiver: Receiver): void;
  forget(receiver: Receiver): void;
  /** Takes in what has arrived since the last time; whether anything had. */
  collect(): boolean;
  /** The probe of this run that a payload is of. */
  probeOf(payload: Uint8Array): SentProbe | undefined;
  /** All probes so far, in order. */
  readonly sent: readonly SentProbe[];
}

type MutableProbe = { -readonly [K in keyof SentProbe]: SentProbe[K] } & Draft & {
    readonly arrivals: Arrival[];
  };

/** The header that marks a probe, with the id of its run. */
export const probeHeader = "Meshc-Probe";

/** An empty ledger for one run. `runId` tells its probes from those of other runs. */
export function createLedger(runId: string): Ledger {
  const sent: MutableProbe[] = [];
  const cursors = new Map<Receiver, number>();
  const givenBack = new Set<string>();
  const publish = (by: Publishes, { address, stream, reply }: SentProbe & Draft, sequence: number) => {
    const payload = new TextEncoder().encode(JSON.stringify({ "meshc-probe": runId, sequence }));
    const options = {
      headers: { [probeHeader]: runId },
      ...(reply !== undefined && { reply }),
      ...(stream !== undefined && { stored: stream !== unstored }),
      ...(stream !== undefined && stream !== unstored && { id: `meshc-probe-${runId}-${sequence}` }),
    };
    return by.publish(address, payload, options).catch(asRefusal);
  };
  return {
    sent,
    async send(by, draft) {
      const probe: MutableProbe = { ...draft, sentAtMs: performance.now(), storedBy: [], arrivals: [] };
      const { refused, storedBy } = await publish(by, probe, sent.push(probe) - 1);
      if (refused !== undefined) probe.refused = refused;
      probe.storedBy = storedBy;
      return probe;
    },
    async repeat(by, probe) {
      const sequence = sent.findIndex((each) => each === probe);
      const { storedBy, knownTo } = await publish(by, probe, sequence);
      const repeated = sent[sequence];
      if (repeated) repeated.storedAgainBy = storedBy.filter((stream) => !knownTo.includes(stream));
    },
    decide(durable, payload) {
      const found = probeIn(payload);
      if (!found) return "leave";
      const key = `${durable} ${found.sequence}`;
      const isFirst = found.run === runId && !givenBack.has(key);
      if (!isFirst || sent[found.sequence]?.givenBack !== true) return "take";
      givenBack.add(key);
      return "give back";
    },
    waiting(durable, patterns) {
      const isDue = ({ topic, stream = unstored, refused }: SentProbe) =>
        stream !== unstored && refused === undefined && patterns.some((pattern) => covers(pattern, topic));
      const hasCome = ({ receiver }: Arrival) => receiver.group === durable;
      return sent.filter((probe) => isDue(probe) && !probe.arrivals.some(hasCome)).length;
    },
    probeOf: (payload) => sent[sequenceIn(payload, runId) ?? -1],
    listen: (receiver) => void cursors.set(receiver, 0),
    forget: (receiver) => void cursors.delete(receiver),
    collect() {
      let any = false;
      for (const [receiver, cursor] of cursors) {
        const { received } = receiver.subscription;
        if (received.length === cursor) continue;
        for (const message of received.slice(cursor)) {
          const probe = sent[sequenceIn(message.payload, runId) ?? -1];
          if (!probe) continue;
          const { address, atMs } = message;
          const meant = probe.topic.length === 0 ? probe.address : receiver.writes(probe.topic);
          probe.arrivals.push({ receiver, address, isMeant: address === meant, atMs });
          any = true;
        }
        cursors.set(receiver, received.length);
      }
      return any;
    },
  };
}

/** A connection that broke takes nothing. */
function asRefusal(error: unknown): PublishOutcome {
  return { refused: error instanceof Error ? error.message : String(error), storedBy: [], knownTo: [] };
}

/** How the payload of each probe of a run begins, by which it is known where nothing carries its header. */
export function probeBeginning(runId: string): string {
  return `${JSON.stringify({ "meshc-probe": runId }).slice(0, -1)},`;
}

/** Whether a payload is a probe, of this run or of another. */
export function isProbe(payload: Uint8Array): boolean {
  return probeIn(payload) !== undefined;
}

function sequenceIn(payload: Uint8Array, runId: string): number | undefined {
  const probe = probeIn(payload);
  return probe?.run === runId ? probe.sequence : undefined;
}

function probeIn(payload: Uint8Array): { readonly run: string; readonly sequence: number } | undefined {
  if (payload.length > 200) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(payload));
    if (typeof value !== "object" || value === null) return undefined;
    const { "meshc-probe": run, sequence } = value as { "meshc-probe"?: unknown; sequence?: unknown };
    return typeof run === "string" && typeof sequence === "number" ? { run, sequence } : undefined;
  } catch {
    return undefined;
  }
}
