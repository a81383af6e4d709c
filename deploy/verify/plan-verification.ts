import { isClient } from "../../compiler/model/is-client.ts";
import { compare } from "../../compiler/model/compare.ts";
import type { Event, Reference } from "../../compiler/model/mesh.ts";
import { intersection, type Pattern } from "../../compiler/model/topic.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { invariant } from "../../compiler/diagnostics/invariant.ts";
import type { Protocol } from "../../compiler/target.ts";
import { distinctTopics, eventId, fillTopic } from "./probe-topic.ts";
import { type LocalIdentity, type ProbeGround, probeGround } from "./probe-ground.ts";
import { linkProbes, rightProbes } from "./right-probes.ts";
import { strangerLogins } from "./stranger-logins.ts";
import type { IdentityProbes, PlannedMessage, VerificationPlan } from "./verification-plan.ts";

export interface PlanOptions {
  /** Marks every probe of one run: letters and digits. */
  readonly runId: string;
  /** Try every identity against every topic, and logins that must fail. */
  readonly rights: boolean;
  /** What engines speak, by engine name, each engine's own protocol first. */
  readonly spoken: ReadonlyMap<string, readonly Protocol[]>;
  /** Identities that had keys in this mesh at any time. */
  readonly known?: readonly string[];
}

/** Derives from the topology all that a verification tries. Pure: the same for the same mesh and run id. */
export function planVerification(topology: Topology, options: PlanOptions): VerificationPlan {
  const { runId, rights } = options;
  const value = `meshc-probe-${runId}`;
  const grounds = new Map(
    [...options.spoken].flatMap(([engine, protocols]) =>
      protocols.map(({ name, dialect }) => [
        `${engine} ${name}`,
        probeGround(topology, dialect, value, rights),
      ]),
    ),
  );
  const identities = topology.identities
    .filter((identity) => rights || identity.kind === "application")
    .flatMap((identity) =>
      [...identity.at].flatMap(([broker, grants]) => {
        const node = topology.brokers.get(broker);
        const ground = grounds.get(`${node?.broker.engine} ${identity.protocol}`);
        const uses = identity.uses.get(broker);
        invariant(node && ground && uses, `broker ${broker} has an engine that verify knows`);
        return probesAt(ground, { identity, grants, uses, node });
      }),
    );
  return {
    runId,
    messages: plannedMessages(topology, value),
    flows: topology.flows,
    identities,
    strangers: rights ? strangerLogins(topology, options.spoken, formerOf(topology, options.known)) : [],
  };
}

/** Identities that are in the topology no more. */
function formerOf({ identities }: Topology, known: readonly string[] = []): readonly string[] {
  const names = new Set(identities.map(({ name }) => name));
  return known.filter((name) => !names.has(name));
}

/** What an identity tries as a client, and a link that a broker carries also where links dial in. */
function probesAt(ground: ProbeGround, local: LocalIdentity): readonly IdentityProbes[] {
  const { identity, node } = local;
  const { name } = node.broker;
  const linkListener = ground.dialect.peers?.linkListener;
  const asClient = { identity, broker: name, probes: rightProbes(ground, local) };
  if (isClient(identity) || linkListener === undefined || !node.listeners.has(linkListener))
    return [asClient];
  return [asClient, { identity, broker: name, listener: linkListener, probes: linkProbes(ground, local) }];
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
