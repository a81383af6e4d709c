import { compare } from "../../compiler/model/compare.ts";
import type { Event, Reference } from "../../compiler/model/mesh.ts";
import { intersection, type Pattern } from "../../compiler/model/topic.ts";
import type { Identity, Topology } from "../../compiler/model/topology.ts";
import { invariant } from "../../compiler/diagnostics/invariant.ts";
import type { Dialect } from "../../compiler/target.ts";
import { distinctTopics, eventId, fillTopic } from "./probe-topic.ts";
import { probeGround, rightProbes } from "./right-probes.ts";
import type { PlannedMessage, StrangerLogin, VerificationPlan } from "./verification-plan.ts";

export interface PlanOptions {
  /** Marks every probe of one run: letters and digits. */
  readonly runId: string;
  /** Try every identity against every topic, and logins that must fail. */
  readonly rights: boolean;
  /** Dialects by engine name. */
  readonly dialects: ReadonlyMap<string, Dialect>;
}

/** How many identities knock at each broker that does not know them; in a larger mesh they are spread evenly. */
const knockingIdentities = 40;

/** Derives from the topology all that a verification tries. Pure: the same for the same mesh and run id. */
export function planVerification(topology: Topology, options: PlanOptions): VerificationPlan {
  const { runId, rights } = options;
  const value = `meshc-probe-${runId}`;
  const grounds = new Map(
    [...options.dialects].map(([engine, dialect]) => [engine, probeGround(topology, dialect, value, rights)]),
  );
  const identities = topology.identities
    .filter((identity) => rights || identity.kind === "application")
    .flatMap((identity) =>
      [...identity.at].map(([broker, grants]) => {
        const node = topology.brokers.get(broker);
        const ground = grounds.get(node?.broker.engine ?? "");
        const uses = identity.uses.get(broker);
        invariant(node && ground && uses, `broker ${broker} has an engine that verify knows`);
        return { identity, broker, probes: rightProbes(ground, { identity, grants, uses, node }) };
      }),
    );
  return {
    runId,
    messages: plannedMessages(topology, value),
    flows: topology.flows,
    identities,
    strangers: rights ? strangerLogins(topology) : [],
  };
}

/**
 * What each publisher sends of an event: a topic for each of its rights, and one for each narrower set that a
 * subscriber has, so that every flow has a message and every narrowed subscriber one that must not reach it.
 */
function plannedMessages(topology: Topology, value: string): readonly PlannedMessage[] {
  const applications = [...topology.mesh.applications.values()].toSorted((a, b) => compare(a.name, b.name));
  const read = patternsByEvent(applications.flatMap((application) => application.subscribe));
  const messages: PlannedMessage[] = [];
  for (const { name: publisher, publish } of applications) {
    for (const [event, own] of patternsByEvent(publish)) {
      const narrowed = own.flatMap((mine) =>
        (read.get(event) ?? []).flatMap((theirs) => {
          const common = intersection(mine, theirs);
          return common ? [common] : [];
        }),
      );
      const topics = distinctTopics([...own, ...narrowed].map((pattern) => fillTopic(event, pattern, value)));
      messages.push(...topics.map((topic) => ({ event, publisher, topic })));
    }
  }
  return messages.toSorted((a, b) => compare(eventId(a.event), eventId(b.event)));
}

function patternsByEvent(references: readonly Reference[]): ReadonlyMap<Event, readonly Pattern[]> {
  const patterns = new Map<Event, Pattern[]>();
  for (const { event, pattern } of references.flatMap((reference) => reference.accesses)) {
    patterns.set(event, [...(patterns.get(event) ?? []), pattern]);
  }
  return patterns;
}

/** Nobody, somebody unknown, and identities of other brokers, at each broker. */
function strangerLogins(topology: Topology): readonly StrangerLogin[] {
  return [...topology.brokers.keys()].flatMap((broker) => [
    { identity: "nobody", kind: "anonymous", broker },
    { identity: "an unknown key", kind: "unknown", broker },
    ...foreignIdentities(topology, broker).map(({ name, kind }) => ({ identity: name, kind, broker })),
  ]);
}

function foreignIdentities(topology: Topology, broker: string): readonly Identity[] {
  const foreign = topology.identities.filter((identity) => !identity.at.has(broker));
  const stride = Math.max(1, Math.ceil(foreign.length / knockingIdentities));
  return foreign.filter((_, index) => index % stride === 0);
}
