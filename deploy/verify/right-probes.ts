import { compare } from "../../compiler/model/compare.ts";
import type { Mesh } from "../../compiler/model/mesh.ts";
import type { Grant, Identity } from "../../compiler/model/topology.ts";
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
  /** Sets wider than one topic, and topics of a domain that are no event's. */
  readonly sets: readonly ProbeTopic[];
  readonly strange: readonly ProbeTopic[];
}

/** At how many other applications' reply addresses an identity knocks; in a larger mesh they are spread evenly. */
const knockedReplies = 40;
/** A group that no application is in. */
const strangeGroup = "meshc-probe";

/** Works out what all identities are tried against. `value` is a topic level that no manifest holds. */
export function probeGround(mesh: Mesh, dialect: Dialect, value: string, everything: boolean): ProbeGround {
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
    applications: [...mesh.applications.keys()].toSorted(compare),
    topics: tellingTopics(mesh, value),
    sets: distinctTopics([...sets, ...strange]),
    strange: distinctTopics(strange),
  };
}

/** All that an identity tries where it holds `grants`. */
export function rightProbes(
  ground: ProbeGround,
  identity: Identity,
  grants: readonly Grant[],
): readonly RightProbe[] {
  const events = [...ground.topics].flatMap(([event, topics]) =>
    topics.flatMap((topic) => [
      topicProbe(ground, grants, { action: "publish", topic, event }),
      ...subscribeProbes(ground, grants, topic, event),
    ]),
  );
  if (!ground.everything) return events.filter((probe) => probe.expected === "denied");
  return [
    ...events,
    ...ground.strange.map((topic) => topicProbe(ground, grants, { action: "publish", topic })),
    ...ground.sets.flatMap((topic) => subscribeProbes(ground, grants, topic)),
    ...closedProbes(ground, identity),
  ];
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
function closedProbes(ground: ProbeGround, identity: Identity): readonly RightProbe[] {
  const { dialect } = ground;
  const others = repliesKnockedAt(ground, identity).map((name) => dialect.inboxPrefix(name));
  return [
    ...dialect.closedToSubscribe.map((address) => denied("subscribe", address)),
    ...dialect.closedToPublish.map((address) => denied("publish", address)),
    ...others.map((prefix) => denied("subscribe", dialect.replies.set(prefix))),
    ...others.map((prefix) => denied("publish", dialect.replies.one(prefix))),
    ...ownReplies(dialect, identity),
  ];
}

function denied(action: Grant["action"], address: string): RightProbe {
  return { action, topic: address, levels: [], address, expected: "denied" };
}

function ownReplies(dialect: Dialect, identity: Identity): readonly RightProbe[] {
  const application = applicationOf(identity);
  if (application === undefined) return [];
  const address = dialect.replies.set(dialect.inboxPrefix(application));
  return [{ action: "subscribe", topic: address, levels: [], address, expected: "allowed" }];
}

function repliesKnockedAt(ground: ProbeGround, identity: Identity): readonly string[] {
  const own = applicationOf(identity);
  const others = ground.applications.filter((name) => name !== own);
  const stride = Math.max(1, Math.ceil(others.length / knockedReplies));
  return others.filter((_, index) => index % stride === 0);
}

/** The application behind an identity, or `undefined` for a link's. */
export function applicationOf(identity: Pick<Identity, "kind" | "name">): string | undefined {
  return identity.kind === "application" ? identity.name.slice("application.".length) : undefined;
}
