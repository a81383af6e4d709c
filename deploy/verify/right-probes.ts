import { compare } from "../../compiler/model/compare.ts";
import type { Mesh } from "../../compiler/model/mesh.ts";
import type { Grant, Identity } from "../../compiler/model/topology.ts";
import type { Dialect } from "../../compiler/target.ts";
import { expectedRight } from "./expected-right.ts";
import { allEvents, distinctTopics, eventId, type ProbeTopic, topicSet } from "./probe-topic.ts";
import type { RightProbe } from "./verification-plan.ts";

/** What the probes of all identities have in common. */
export interface ProbeGround {
  readonly mesh: Mesh;
  /** `tellingTopics` of the mesh. */
  readonly topics: ReadonlyMap<string, readonly ProbeTopic[]>;
  readonly dialect: Dialect;
  /** A topic level that no manifest holds. */
  readonly value: string;
  /** Whether to try everything, or only what concerns a declared event and is not granted. */
  readonly everything: boolean;
}

/** At how many other applications' reply addresses an identity knocks; in a larger mesh they are spread evenly. */
const knockedReplies = 40;

/** All that an identity tries where it holds `grants`. */
export function rightProbes(
  ground: ProbeGround,
  identity: Identity,
  grants: readonly Grant[],
): readonly RightProbe[] {
  const events = allEvents(ground.mesh).flatMap((event) => eventProbes(ground, eventId(event), grants));
  if (!ground.everything) return events.filter((probe) => probe.expected === "denied");
  return [...events, ...setProbes(ground, grants), ...closedProbes(ground, identity)];
}

function eventProbes(ground: ProbeGround, event: string, grants: readonly Grant[]): readonly RightProbe[] {
  const topics = ground.topics.get(event) ?? [];
  const groups = groupsOf(grants);
  return topics.flatMap((topic) => [
    topicProbe(ground, grants, { action: "publish", topic, event }),
    topicProbe(ground, grants, { action: "subscribe", topic, event }),
    ...groups.map((group) => topicProbe(ground, grants, { action: "subscribe", topic, event, group })),
  ]);
}

/** Sets wider than one event: a domain, all domains under one first level, and topics of a domain that are no event's. */
function setProbes(ground: ProbeGround, grants: readonly Grant[]): readonly RightProbe[] {
  const domains = [...ground.mesh.domains.values()].toSorted((a, b) => compare(a.name, b.name));
  const whole = domains.map((domain) => topicSet([...domain.topic, ">"]));
  const first = domains.map((domain) => topicSet([domain.topic[0] ?? "*", ">"]));
  const open = allEvents(ground.mesh).map((event) => topicSet(event.topic));
  const strange = domains.map((domain) => ({
    levels: [...domain.topic, ground.value],
    label: `${domain.topic.join("/")}/{no event}`,
  }));
  const sets = distinctTopics([...whole, ...first, ...open, ...strange]);
  const subscribe = sets.flatMap((topic) => [
    topicProbe(ground, grants, { action: "subscribe", topic }),
    ...groupsOf(grants).map((group) => topicProbe(ground, grants, { action: "subscribe", topic, group })),
  ]);
  return [...strange.map((topic) => topicProbe(ground, grants, { action: "publish", topic })), ...subscribe];
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
  const others = [...ground.mesh.applications.keys()].filter((name) => name !== own).toSorted(compare);
  const stride = Math.max(1, Math.ceil(others.length / knockedReplies));
  return others.filter((_, index) => index % stride === 0);
}

/** The application behind an identity, or `undefined` for a link's. */
export function applicationOf(identity: Pick<Identity, "kind" | "name">): string | undefined {
  return identity.kind === "application" ? identity.name.slice("application.".length) : undefined;
}
