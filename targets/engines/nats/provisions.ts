import type { Json } from "../../../compiler/model/json.ts";
import type { ReadTerms } from "../../../compiler/model/mesh.ts";
import type { Pattern } from "../../../compiler/model/topic.ts";
import type { BrokerNode, Durable, LinkDurable } from "../../../compiler/model/topology.ts";
import type { Provision } from "../../../compiler/model/workload.ts";
import { linkDurableSettings } from "../../kit/link-durable.ts";
import { natsSubject } from "../../kit/nats-subject.ts";
import { deadLetterProvisions } from "./dead-letter-provisions.ts";
import { copySource } from "./copies.ts";
import { edgeDomain, hubDomain, isClustered, type Kept } from "./jetstream.ts";

const nanosecondsInMillisecond = 1_000_000;
/** How long a message id is remembered, in milliseconds; the server takes no window longer than events are kept. */
const duplicateWindow = 120_000;
/** How long a reader may take before an event is given out again, in milliseconds: the server's own default. */
const acknowledgedWithin = 30_000;

/** What a broker keeps, and after each stream its consumers, as JetStream's API takes them. */
export function provisionsOf(
  node: BrokerNode,
  kept: readonly Kept[],
  keptBefore: (durable: Durable) => readonly string[],
): readonly Provision[] {
  return kept.flatMap((one) => {
    const stream = streamProvision(node, one);
    return [
      stream,
      // First what tells of what is given up, then what may give up.
      ...deadLetterProvisions(stream, one.durables),
      ...one.durables.map((durable) => consumerProvision(durable, one, keptBefore(durable))),
      ...one.brought.map((durable) => linkProvision(durable, one)),
    ];
  });
}

/** Sources are made before what draws from them, and that before its copies. */
const stages = { source: 0, home: 1, mirror: 2 } as const;

/**
 * Bounds that are not set are written as the API reports them, so that what is there can be compared. Placement is
 * always said where there are several clusters: without it a stream is put anywhere that has room. A mirror listens to
 * no subject, and takes no message id that it would have to compare.
 */
function streamProvision(node: BrokerNode, one: Kept): Provision {
  const { name, kind, replicas } = one;
  const { retention } = one.stream;
  const settings: Record<string, Json> = {
    name,
    ...(kind === "mirror" ? { mirror: mirrorOf(node, one) } : intake(one)),
    retention: "limits",
    discard: "old",
    storage: "file",
    num_replicas: replicas,
    max_age: (retention.ageMilliseconds ?? 0) * nanosecondsInMillisecond,
    max_bytes: retention.bytes ?? -1,
    max_msgs: retention.messages ?? -1,
    ...(isClustered(node) && { placement: { cluster: node.broker.name } }),
  };
  const copies = (kind === "mirror" || one.sources.length > 0) && ({ copies: true } as const);
  const drawn = kind === "source" && ({ drawn: true } as const);
  return { kind: "stream", name, settings, stage: stages[kind], ...copies, ...drawn };
}

/** A copy at an edge asks for its stream by the hubs' domain. */
function mirrorOf({ role }: BrokerNode, { name, stream }: Kept): Record<string, Json> {
  return role === "hub" ? { name: stream.name } : copySource(stream.name, hubDomain, name);
}

/** What comes into a stream: what is published, and what edges keep for it. */
function intake({ stream: { retention }, events, sources }: Kept): Record<string, Json> {
  const age = retention.ageMilliseconds ?? 0;
  const window = Math.min(duplicateWindow, age === 0 ? duplicateWindow : age);
  return {
    subjects: events.map(({ topic }) => natsSubject(topic)).toSorted(),
    duplicate_window: window * nanosecondsInMillisecond,
    ...(sources.length > 0 && {
      sources: sources.map(({ name, broker }) => copySource(name, edgeDomain(broker), name)),
    }),
  };
}

/** What a link reads by. It begins with what comes after it was made, and keeps its place while the link is away. */
function linkProvision({ name, link, patterns }: LinkDurable, { name: stream }: Kept): Provision {
  const settings = { durable_name: name, ...linkDurableSettings(link, stream), ...filteredBy(patterns) };
  return { kind: "consumer", name, within: stream, settings, stage: stages.home };
}

function filteredBy(patterns: readonly Pattern[]): Record<string, Json> {
  const filters = patterns.map((pattern) => natsSubject(pattern)).toSorted();
  const [only] = filters;
  if (filters.length === 1 && only !== undefined) return { filter_subject: only };
  return { filter_subjects: filters };
}

/** A consumer begins with what comes after it was made, and gives out again what nobody acknowledges. */
function consumerProvision(
  { name, patterns, terms, inOrder }: Durable,
  { name: stream, kind: kept }: Kept,
  keptBefore: readonly string[],
): Provision {
  const settings: Record<string, Json> = {
    durable_name: name,
    ack_policy: "explicit",
    deliver_policy: "new",
    ...deliveries(terms),
    // What is given out beside others overtakes one that comes again; alone it does not (2.10 to 2.15).
    ...(inOrder && { max_ack_pending: 1 }),
    ...filteredBy(patterns),
  };
  return {
    kind: "consumer",
    name,
    within: stream,
    settings,
    stage: stages[kept],
    ...(keptBefore.length > 0 && { keptBefore }),
  };
}

/**
 * When an event is given out again, and how often. The server reports the first pause as the time to acknowledge, and
 * no list of pauses where there is none; -1 is for ever (2.10 to 2.15).
 */
function deliveries(terms: ReadTerms | undefined): Record<string, Json> {
  const [first = acknowledgedWithin] = terms?.backoff ?? [];
  return {
    ack_wait: first * nanosecondsInMillisecond,
    ...(terms && {
      max_deliver: terms.maxDeliver ?? -1,
      backoff: (terms.backoff ?? []).map((pause) => pause * nanosecondsInMillisecond),
    }),
  };
}
