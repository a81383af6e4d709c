import { overlaps } from "../../compiler/model/topic.ts";
import type { Grant, StoredUse } from "../../compiler/model/topology.ts";
import { closedProbes } from "./closed-probes.ts";
import { expectedRight } from "./expected-right.ts";
import type { LocalIdentity, ProbeGround } from "./probe-ground.ts";
import type { ProbeTopic } from "./probe-topic.ts";
import { spread } from "./spread.ts";
import type { RightProbe } from "./verification-plan.ts";

/** How much of what a link may not is tried where links dial in; in a larger mesh it is spread evenly. */
const refusedToLinks = 200;
/** A group that no application is in. */
const strangeGroup = "meshc-probe";

/** All that an identity tries at a broker. */
export function rightProbes(ground: ProbeGround, local: LocalIdentity): readonly RightProbe[] {
  const { uses } = local;
  const grants = rightsOf(ground, local);
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
    ...closedProbes(ground, local, "client"),
  ];
}

/** What it may do, without the groups where a broker lets whoever reads in one read alone as well. */
function rightsOf({ dialect }: ProbeGround, { grants }: LocalIdentity): readonly Grant[] {
  return dialect.groupsAreRights
    ? grants
    : grants.map(({ action, pattern, subject }) => ({ action, pattern, subject }));
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

/**
 * All that a link tries where links dial in: each topic by itself, since there a wider subscription is taken and gets what
 * it may of it, and what copies and durables beyond it take or may not have. Each attempt is a connection of its own.
 */
export function linkProbes(ground: ProbeGround, local: LocalIdentity): readonly RightProbe[] {
  const { grants } = local;
  const topics = [...ground.topics].flatMap(([event, all]) => all.map((topic) => ({ topic, event })));
  const all = [
    ...topics.flatMap(({ topic, event }) => [
      topicProbe(ground, grants, { action: "publish", topic, event }),
      topicProbe(ground, grants, { action: "subscribe", topic, event }),
    ]),
    ...ground.strange.flatMap((topic) => [
      topicProbe(ground, grants, { action: "publish", topic }),
      topicProbe(ground, grants, { action: "subscribe", topic }),
    ]),
    ...closedProbes(ground, local, "link"),
  ].filter(
    ({ expected, address }) =>
      expected === "allowed" || ground.dialect.peers?.isOpenToLinks(address) !== true,
  );
  const isAllowed = ({ expected }: RightProbe) => expected === "allowed";
  return [
    ...all.filter(isAllowed),
    ...spread(
      all.filter((probe) => !isAllowed(probe)),
      refusedToLinks,
    ),
  ];
}
