import { forbiddenHere } from "../diagnostics/codes/prove.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { Application, Event, ForbiddenAction, Policy, PolicyRule } from "../model/mesh.ts";
import type { LinkGraph } from "../model/route.ts";
import type { Flow, Topology } from "../model/topology.ts";
import { whyNotCarried } from "./carries.ts";
import { judges } from "./in-scope.ts";
import { waysBetween } from "./ways.ts";

type ForbidRule = Extract<PolicyRule, { readonly kind: "forbid" }>;

/** Where something forbidden happens, and on whose way. */
interface Violation {
  readonly event: Event;
  readonly action: ForbiddenAction;
  readonly broker: string;
  readonly path: readonly string[];
  readonly publisher?: Application;
  readonly subscriber: Application;
}

/**
 * Proves that events of a class are not carried and not read in a residency, whichever standby targets are active.
 * An environment without residency counts as there. Nothing is stored yet, so nothing can be stored there.
 */
export function forbid(
  policy: Policy,
  rule: ForbidRule,
  topology: Topology,
  graph: LinkGraph,
  today: string,
  report: Reporter,
): void {
  const there = new Set<string>();
  for (const { broker } of topology.brokers.values()) {
    const { residency } = broker.environment;
    if (residency === undefined || residency === rule.residency) there.add(broker.name);
  }
  const violations = [
    ...(rule.actions.includes("read") ? forbiddenReads(policy, rule, there, topology, today) : []),
    ...(rule.actions.includes("carry") ? forbiddenWays(policy, rule, there, topology, graph, today) : []),
  ];
  for (const violation of violations) reportViolation(policy, rule, violation, topology, report);
}

function* forbiddenReads(
  policy: Policy,
  rule: ForbidRule,
  there: ReadonlySet<string>,
  topology: Topology,
  today: string,
): Generator<Violation> {
  const publishers = publishersBySubscription(topology.flows);
  for (const subscriber of topology.mesh.applications.values()) {
    const broker = subscriber.broker.name;
    if (!there.has(broker)) continue;
    const events = new Set(
      subscriber.subscribe.flatMap((reference) => reference.accesses.map((access) => access.event)),
    );
    for (const event of events) {
      if (!event.classification.includes(rule.classification)) continue;
      const sources = publishers.get(subscriber)?.get(event) ?? [undefined];
      const publisher = sources.find((source) =>
        judges(policy, { event, sides: source ? [source, subscriber] : [subscriber] }, today),
      );
      const judged =
        publisher !== undefined ||
        (sources[0] === undefined && judges(policy, { event, sides: [subscriber] }, today));
      if (judged)
        yield { event, action: "read", broker, path: [], ...(publisher && { publisher }), subscriber };
    }
  }
}

function publishersBySubscription(
  flows: readonly Flow[],
): ReadonlyMap<Application, ReadonlyMap<Event, readonly Application[]>> {
  const publishers = new Map<Application, Map<Event, Application[]>>();
  for (const { subscriber, event, publisher } of flows) {
    const byEvent = publishers.get(subscriber) ?? new Map<Event, Application[]>();
    publishers.set(subscriber, byEvent);
    byEvent.set(event, [...(byEvent.get(event) ?? []), publisher]);
  }
  return publishers;
}

function* forbiddenWays(
  policy: Policy,
  rule: ForbidRule,
  there: ReadonlySet<string>,
  topology: Topology,
  graph: LinkGraph,
  today: string,
): Generator<Violation> {
  for (const { event, publisher, subscriber } of topology.flows) {
    if (!event.classification.includes(rule.classification)) continue;
    if (!judges(policy, { event, sides: [publisher, subscriber] }, today)) continue;
    for (const { path } of waysBetween(graph, publisher.broker.name, subscriber.broker.name)) {
      const broker = path?.find((name) => there.has(name));
      if (!path || broker === undefined || whyNotCarried(topology, event, path) !== undefined) continue;
      yield { event, action: "carry", broker, path, publisher, subscriber };
      break;
    }
  }
}

function reportViolation(
  policy: Policy,
  rule: ForbidRule,
  { event, action, broker, path, publisher, subscriber }: Violation,
  topology: Topology,
  report: Reporter,
): void {
  const environment = topology.brokers.get(broker)?.broker.environment;
  report.report(
    { ...forbiddenHere, severity: policy.severity },
    {
      policy: policy.name,
      event: `${event.domain}.${event.name}`,
      classification: rule.classification,
      action,
      broker,
      environment: environment?.name ?? "",
      residency: environment?.residency,
      publisher: publisher?.name,
      subscriber: subscriber.name,
      path,
    },
    { path: ["policies", policy.name], on: "key" },
  );
}
