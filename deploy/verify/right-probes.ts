import { compare } from "../../compiler/model/compare.ts";
import { overlaps } from "../../compiler/model/topic.ts";
import type {
  BrokerNode,
  Durable,
  Grant,
  Identity,
  StoredUse,
  Topology,
} from "../../compiler/model/topology.ts";
import type { Dialect } from "../../compiler/target.ts";
import { expectedRight } from "./expected-right.ts";
import { allEvents, distinctTopics, type ProbeTopic, tellingTopics, topicSet } from "./probe-topic.ts";
import type { RightProbe } from "./verification-plan.ts";

/** What the probes of all identities have in common, worked out once. */
export interface ProbeGround {
  readonly dialect: Dialect;
  /** Whether to try everything, or only what concerns a declared event and is not granted. */
  readonly everything: boolean;
  /** Names of all applications, sorted. */
  readonly applications: readonly string[];
  /** `tellingTopics` of the mesh. */
  readonly topics: ReadonlyMap<string, readonly ProbeTopic[]>;
  readonly durables: readonly Durable[];
  /** Sets wider than one topic, and topics of a domain that are no event's. */
  readonly sets: readonly ProbeTopic[];
  readonly strange: readonly ProbeTopic[];
}

/** At how many other applications' reply addresses an identity knocks; in a larger mesh they are spread evenly. */
const knockedReplies = 40;
/** A group that no application is in. */
const strangeGroup = "meshc-probe";

/** Works out what all identities are tried against. `value` is a topic level that no manifest holds. */
export function probeGround(
  { mesh, durables }: Topology,
  dialect: Dialect,
  value: string,
  everything: boolean,
): ProbeGround {
  const domains = [...mesh.domains.values()];
  const strange = domains.map((domain) => ({
    levels: [...domain.topic, value],
    label: `${domain.topic.join("/")}/{no event}`,
  }));
  const sets = [
    ...domains.map((domain) => topicSet([...domain.topic, ">"])),
    ...domains.map((domain) => topicSet([domain.topic[0] ?? "*", ">"])),
    ...allEvents(mesh).map((event) => topicSet(event.topic)),
  ];
  return {
    dialect,
    everything,
    durables,
    applications: [...mesh.applications.keys()].toSorted(compare),
    topics: tellingTopics(mesh, value),
    sets: distinctTopics([...sets, ...strange]),
    strange: distinctTopics(strange),
  };
}

/** An identity at one broker: what it may do there. */
export interface LocalIdentity {
  readonly identity: Identity;
  readonly grants: readonly Grant[];
  readonly uses: StoredUse;
  readonly node: BrokerNode;
}

/** All that an identity tries at a broker. */
export function rightProbes(ground: ProbeGround, local: LocalIdentity): readonly RightProbe[] {
  const { grants, uses } = local;
  const events = [...ground.topics].flatMap(([event, topics]) =>
    topics.flatMap((topic) => [
      topicProbe(ground, grants, { action: "publish", topic, event }),
      // What is read by a durable is no subscription to the topic, and yet not kept from the reader.
      ...subscribeProbes(ground, grants, topic, readsStored(uses, topic) ? undefined : event),
    ]),
  );
  if (!ground.everything) return events.filter((probe) => probe.expected === "denied");
  return [
    ...events,
    ...ground.strange.map((topic) => topicProbe(ground, grants, { action: "publish", topic })),
    ...ground.sets.flatMap((topic) => subscribeProbes(ground, grants, topic)),
    ...closedProbes(ground, local),
  ];
}

function readsStored({ reads }: StoredUse, { levels }: ProbeTopic): boolean {
  return reads.some(({ patterns }) => patterns.some((pattern) => overlaps(pattern, levels)));
}

/** By itself, and where an identity has groups, as a member of each and of one that is not its own. */
function subscribeProbes(
  ground: ProbeGround,
  grants: readonly Grant[],
  topic: ProbeTopic,
  event?: string,
): readonly RightProbe[] {
  const groups = groupsOf(grants);
  const tried = groups.length === 0 ? [undefined] : [undefined, ...groups, strangeGroup];
  return tried.map((group) =>
    topicProbe(ground, grants, {
      action: "subscribe",
      topic,
      ...(event !== undefined && { event }),
      ...(group !== undefined && { group }),
    }),
  );
}

function groupsOf(grants: readonly Grant[]): readonly string[] {
  return [...new Set(grants.flatMap((grant) => grant.group ?? []))];
}

function topicProbe(
  ground: ProbeGround,
  grants: readonly Grant[],
  probe: { action: Grant["action"]; topic: ProbeTopic; event?: string; group?: string },
): RightProbe {
  const { action, topic, event, group } = probe;
  return {
    action,
    topic: group === undefined ? topic.label : `${topic.label} (group ${group})`,
    levels: topic.levels,
    address: ground.dialect.address(topic.levels),
    ...(event !== undefined && { event }),
    ...(group !== undefined && { group }),
    expected: expectedRight(grants, action, topic.levels, group),
  };
}

/** Addresses that are no topics: the engine's own, everything at once, and where others get their replies. */
function closedProbes(ground: ProbeGround, local: LocalIdentity): readonly RightProbe[] {
  const { dialect } = ground;
  const others = repliesKnockedAt(ground, local).map((name) => dialect.inboxPrefix(name));
  return [
    ...dialect.closedToSubscribe.map((address) => denied("subscribe", address)),
    ...dialect.closedToPublish.map((address) => denied("publish", address)),
    ...others.map((prefix) => denied("subscribe", dialect.replies.set(prefix))),
    ...others.map((prefix) => denied("publish", dialect.replies.one(prefix))),
    ...ownReplies(dialect, local),
    ...ownDurables(ground, local),
    ...ownCopies(ground, local),
    ...strangeDurables(ground, local),
  ];
}

/** Durables that an identity reads by, or lets others read by: all that this takes is to be allowed. */
function ownDurables(
  { dialect }: ProbeGround,
  { identity, uses, node }: LocalIdentity,
): readonly RightProbe[] {
  const isLink = identity.kind === "link";
  const isRewritten = isLink && node.role === "hub" && dialect.hubsRewrite;
  // What comes over a link was asked for at the edge.
  const addresses = uses.reads
    .map((durable) => dialect.durable(durable, isLink ? "link" : node))
    .flatMap(({ lookUp, request, acknowledge }) =>
      isRewritten ? [acknowledge] : [lookUp, request, acknowledge],
    );
  return addresses.map((address) => closed("publish", address, "allowed"));
}

/** What a link lets through so that streams are copied over it: without one of these a copy stays behind unnoticed. */
function ownCopies({ dialect }: ProbeGround, { identity, uses, node }: LocalIdentity): readonly RightProbe[] {
  if (identity.kind !== "link") return [];
  const { ask, publish, subscribe } = dialect.copying(uses);
  const isRewritten = node.role === "hub" && dialect.hubsRewrite;
  return [
    ...[...(isRewritten ? [] : ask), ...publish].map((address) => closed("publish", address, "allowed")),
    ...subscribe.map((address) => closed("subscribe", address, "allowed")),
  ];
}

/** Durables that others read by: nobody else may ask for what comes next. */
function strangeDurables(
  { dialect, durables }: ProbeGround,
  { uses, node }: LocalIdentity,
): readonly RightProbe[] {
  const others = durables.filter((durable) => !uses.reads.includes(durable)).slice(0, knockedReplies);
  return others
    .flatMap((durable) => [dialect.durable(durable, node), dialect.deadLetters(durable, node) ?? []])
    .flat()
    .map(({ request }) => denied("publish", request));
}

function denied(action: Grant["action"], address: string): RightProbe {
  return closed(action, address, "denied");
}

function closed(action: Grant["action"], address: string, expected: RightProbe["expected"]): RightProbe {
  return { action, topic: address, levels: [], address, expected };
}

/** Where an application gets its answers, or a link those of the applications beyond it. */
function ownReplies(dialect: Dialect, { identity, uses }: LocalIdentity): readonly RightProbe[] {
  const own = applicationOf(identity);
  const names = own === undefined ? uses.answered : [own];
  const addresses = names.map((name) => dialect.replies.set(dialect.inboxPrefix(name)));
  return addresses.map((address) => closed("subscribe", address, "allowed"));
}

function repliesKnockedAt(ground: ProbeGround, { identity, uses }: LocalIdentity): readonly string[] {
  const own = applicationOf(identity);
  const others = ground.applications.filter((name) => name !== own && !uses.answered.includes(name));
  const stride = Math.max(1, Math.ceil(others.length / knockedReplies));
  return others.filter((_, index) => index % stride === 0);
}

/** The application behind an identity, or `undefined` for a link's. */
export function applicationOf(identity: Pick<Identity, "kind" | "name">): string | undefined {
  return identity.kind === "application" ? identity.name.slice("application.".length) : undefined;
}
