import { forbiddenHere } from "../diagnostics/codes/prove.ts";
import type { Application, Event, ForbiddenAction, Policy, PolicyRule } from "../model/mesh.ts";
import type { Topology } from "../model/topology.ts";
import { eventName } from "./every-flow-arrives.ts";
import { judges } from "./in-scope.ts";
import type { Proof } from "./proof.ts";

type ForbidRule = Extract<PolicyRule, { readonly kind: "forbid" }>;

/** Where something forbidden happens, and on whose way. */
interface Violation {
  readonly event: Event;
  readonly action: ForbiddenAction;
  readonly broker: string;
  readonly path: readonly string[];
  /** Whose event is carried; who reads, reads it from anybody. */
  readonly publisher?: Application;
  readonly subscriber: Application;
}

/**
 * Proves that events of a class are not carried and not read in a residency, whichever standby targets are active.
 * An environment without residency counts as there. Nothing is stored yet, so nothing can be stored there.
 */
export function forbid(policy: Policy, rule: ForbidRule, proof: Proof): void {
  const there = brokersThere(proof.topology, rule.residency);
  const violations = [
    ...(rule.actions.includes("read") ? forbiddenReads(policy, rule, there, proof) : []),
    ...(rule.actions.includes("carry") ? forbiddenWays(policy, rule, there, proof) : []),
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
  { topology, today }: Proof,
): Generator<Violation> {
  for (const subscriber of topology.mesh.applications.values()) {
    const broker = subscriber.broker.name;
    if (!there.has(broker)) continue;
    const accesses = subscriber.subscribe.flatMap((reference) => reference.accesses);
    for (const event of new Set(accesses.map((access) => access.event))) {
      if (!event.classification.includes(rule.classification)) continue;
      if (!judges(policy, { event, sides: [subscriber] }, today)) continue;
      yield { event, action: "read", broker, path: [], subscriber };
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
    if (path && broker !== undefined) yield { event, action: "carry", broker, path, publisher, subscriber };
  }
}

function reportViolation(
  policy: Policy,
  { classification }: ForbidRule,
  { event, action, broker, path, publisher, subscriber }: Violation,
  { topology, report }: Proof,
): void {
  const environment = topology.brokers.get(broker)?.broker.environment;
  const place = { broker, environment: environment?.name ?? "", residency: environment?.residency };
  const names = { publisher: publisher?.name, subscriber: subscriber.name };
  report.report(
    { ...forbiddenHere, severity: policy.severity },
    { policy: policy.name, event: eventName(event), classification, action, ...place, ...names, path },
    { path: ["policies", policy.name], on: "key" },
  );
}
