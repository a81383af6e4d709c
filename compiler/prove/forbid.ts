import { forbiddenHere } from "../diagnostics/codes/prove.ts";
import type { Application, Event, Policy, PolicyRule } from "../model/mesh.ts";
import type { Topology } from "../model/topology.ts";
import { eventName } from "./every-flow-arrives.ts";
import { judges } from "./in-scope.ts";
import type { Proof } from "./proof.ts";

type ForbidRule = Extract<PolicyRule, { readonly kind: "forbid" }>;

/** Where something forbidden happens, and on whose way. */
interface Violation {
  readonly event: Event;
  readonly broker: string;
  readonly path: readonly string[];
  /** Whose event is carried; who reads, reads it from anybody. */
  readonly publisher?: Application;
  /** Whom it is carried to; who publishes hands it to a broker though nobody may read it. Absent with both: it is stored. */
  readonly subscriber?: Application;
}

/**
 * Proves that events of a class are not carried and not read in a residency, whichever standby targets are active,
 * nor stored there. An environment without residency counts as there.
 */
export function forbid(policy: Policy, rule: ForbidRule, proof: Proof): void {
  const there = brokersThere(proof.topology, rule.residency);
  const violations = [
    ...(rule.actions.includes("read") ? forbiddenReads(policy, rule, there, proof) : []),
    ...(rule.actions.includes("store") ? forbiddenStores(policy, rule, there, proof) : []),
    ...(rule.actions.includes("carry") ? forbiddenCarrying(policy, rule, there, proof) : []),
  ];
  for (const violation of violations) reportViolation(policy, rule, violation, proof);
}

function brokersThere(topology: Topology, residency: string): ReadonlySet<string> {
  const there = new Set<string>();
  for (const { broker } of topology.brokers.values()) {
    if ((broker.environment.residency ?? residency) === residency) there.add(broker.name);
  }
  return there;
}

function* forbiddenReads(
  policy: Policy,
  rule: ForbidRule,
  there: ReadonlySet<string>,
  proof: Proof,
): Generator<Violation> {
  for (const { application: subscriber, event } of usesThere(policy, rule, "subscribe", there, proof)) {
    yield { event, broker: subscriber.broker.name, path: [], subscriber };
  }
}

/** Ways over brokers there, and publishers there whose own broker no such way shows. */
function* forbiddenCarrying(
  policy: Policy,
  rule: ForbidRule,
  there: ReadonlySet<string>,
  proof: Proof,
): Generator<Violation> {
  const shown = new Map<Application | undefined, Set<Event>>();
  for (const violation of forbiddenWays(policy, rule, there, proof)) {
    const { publisher, event } = violation;
    shown.set(publisher, (shown.get(publisher) ?? new Set()).add(event));
    yield violation;
  }
  for (const { application: publisher, event } of usesThere(policy, rule, "publish", there, proof)) {
    if (shown.get(publisher)?.has(event)) continue;
    yield { event, broker: publisher.broker.name, path: [], publisher };
  }
}

/** Applications there, with the events of the class that they publish or subscribe to. */
function* usesThere(
  policy: Policy,
  rule: ForbidRule,
  action: "publish" | "subscribe",
  there: ReadonlySet<string>,
  { topology, today }: Proof,
): Generator<{ readonly application: Application; readonly event: Event }> {
  for (const application of topology.mesh.applications.values()) {
    if (!there.has(application.broker.name)) continue;
    const accesses = application[action].flatMap((reference) => reference.accesses);
    for (const event of new Set(accesses.map((access) => access.event))) {
      if (!event.classification.includes(rule.classification)) continue;
      if (judges(policy, { event, sides: [application] }, today)) yield { application, event };
    }
  }
}

function* forbiddenStores(
  policy: Policy,
  rule: ForbidRule,
  there: ReadonlySet<string>,
  { topology, today }: Proof,
): Generator<Violation> {
  const stores = [
    ...topology.streams.map(({ home, events }) => ({ at: home, events })),
    ...topology.mirrors.map(({ broker, stream }) => ({ at: broker, events: stream.events })),
  ];
  for (const { at, events } of stores) {
    const broker = there.has(at) ? topology.brokers.get(at)?.broker : undefined;
    if (!broker) continue;
    for (const event of events) {
      if (!event.classification.includes(rule.classification)) continue;
      if (!judges(policy, { event, sides: [], environments: [broker.environment.name] }, today)) continue;
      yield { event, broker: at, path: [] };
    }
  }
}

function* forbiddenWays(
  policy: Policy,
  rule: ForbidRule,
  there: ReadonlySet<string>,
  proof: Proof,
): Generator<Violation> {
  for (const flow of proof.topology.flows) {
    const { event, publisher, subscriber } = flow;
    if (!event.classification.includes(rule.classification)) continue;
    if (!judges(policy, { event, sides: [publisher, subscriber] }, proof.today)) continue;
    const path = proof.heaviestWay(flow, (broker) => (there.has(broker) ? 1 : 0));
    const broker = path?.find((name) => there.has(name));
    if (path && broker !== undefined) yield { event, broker, path, publisher, subscriber };
  }
}

function reportViolation(
  policy: Policy,
  { classification }: ForbidRule,
  { event, broker, path, publisher, subscriber }: Violation,
  { topology, report }: Proof,
): void {
  const environment = topology.brokers.get(broker)?.broker.environment;
  const place = { broker, environment: environment?.name ?? "", residency: environment?.residency };
  const names = { publisher: publisher?.name, subscriber: subscriber?.name };
  report.report(
    { ...forbiddenHere, severity: policy.severity },
    { policy: policy.name, event: eventName(event), classification, ...place, ...names, path },
    { path: ["policies", policy.name], on: "key" },
  );
}
