import { forbiddenHere } from "../diagnostics/codes/prove.ts";
import { eventsOf } from "../model/events-of.ts";
import type { Application, Event, Policy, PolicyRule } from "../model/mesh.ts";
import { placesOf } from "../model/places-of.ts";
import type { Flow, Topology } from "../model/topology.ts";
import { eventName } from "./every-flow-arrives.ts";
import { environmentsOf, judges } from "./in-scope.ts";
import type { Proof } from "./proof.ts";
import type { Publication } from "./publications.ts";

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
  /** Where it is carried to in order to be stored. */
  readonly home?: string;
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
  for (const { application: subscriber, broker, event } of usesThere(
    policy,
    rule,
    "subscribe",
    there,
    proof,
  )) {
    yield { event, broker, path: [], subscriber };
  }
}

/**
 * Ways over brokers there, to readers and then to homes, and publishers there whose own broker no such way shows. Each
 * event is shown of its publisher once, unless several read it.
 */
function* forbiddenCarrying(
  policy: Policy,
  rule: ForbidRule,
  there: ReadonlySet<string>,
  proof: Proof,
): Generator<Violation> {
  const shown = new Map<Application | undefined, Set<Event>>();
  const ways = (carried: readonly (Flow | Publication)[]) =>
    forbiddenWays(policy, rule, there, carried, proof);
  for (const violation of ways(proof.topology.flows)) {
    const { publisher, event } = violation;
    shown.set(publisher, (shown.get(publisher) ?? new Set()).add(event));
    yield violation;
  }
  const published = usesThere(policy, rule, "publish", there, proof);
  const own = [...published].map(({ application: publisher, broker, event }) => {
    return { event, broker, path: [], publisher };
  });
  for (const violation of [...ways(proof.publications), ...own]) {
    const { publisher, event } = violation;
    if (shown.get(publisher)?.has(event)) continue;
    shown.set(publisher, (shown.get(publisher) ?? new Set()).add(event));
    yield violation;
  }
}

/** Applications there, with the events of the class that they publish or subscribe to. */
function* usesThere(
  policy: Policy,
  rule: ForbidRule,
  action: "publish" | "subscribe",
  there: ReadonlySet<string>,
  { topology, today }: Proof,
): Generator<{ readonly application: Application; readonly broker: string; readonly event: Event }> {
  for (const application of topology.mesh.applications.values()) {
    for (const { name: broker, environment } of placesOf(topology, application)) {
      if (!there.has(broker)) continue;
      const judged = { sides: [application], environments: [environment.name] };
      for (const event of eventsOf(application[action])) {
        if (!event.classification.includes(rule.classification)) continue;
        if (judges(policy, { event, ...judged }, today)) yield { application, broker, event };
      }
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
    ...topology.sources.map(({ broker, events }) => ({ at: broker, events })),
    ...topology.mirrors.map(({ broker, stream }) => ({ at: broker, events: stream.events })),
  ];
  for (const { at, events } of stores) {
    const broker = there.has(at) ? topology.brokers.get(at)?.broker : undefined;
    if (!broker) continue;
    for (const event of events) {
      if (!event.classification.includes(rule.classification)) continue;
      const isJudged = (sides: readonly Application[]) => {
        const places = sides.flatMap((side) => placesOf(topology, side));
        const environments = [broker, ...places].map(({ environment }) => environment.name);
        return judges(policy, { event, sides, environments }, today);
      };
      const publishers = publishersOf(topology, event);
      if (publishers.length > 0 ? !publishers.some((one) => isJudged([one])) : !isJudged([])) continue;
      yield { event, broker: at, path: [] };
    }
  }
}

function publishersOf({ mesh }: Topology, event: Event): readonly Application[] {
  return [...mesh.applications.values()].filter(({ publish }) => eventsOf(publish).has(event));
}

/** Ways over brokers there, each under some choice of targets. */
function* forbiddenWays(
  policy: Policy,
  rule: ForbidRule,
  there: ReadonlySet<string>,
  carried: readonly (Flow | Publication)[],
  proof: Proof,
): Generator<Violation> {
  for (const one of carried) {
    const { event, publisher } = one;
    if (!event.classification.includes(rule.classification)) continue;
    const sides = "home" in one ? [publisher] : [publisher, one.subscriber];
    const environments = environmentsOf(proof.topology, "home" in one ? [one.from] : [one.from, one.to]);
    if (!judges(policy, { event, sides, environments }, proof.today)) continue;
    const path = proof.heaviestWay(one, (broker) => (there.has(broker) ? 1 : 0));
    const broker = path?.find((name) => there.has(name));
    const goal = "home" in one ? { home: one.home } : { subscriber: one.subscriber };
    if (path && broker !== undefined) yield { event, broker, path, publisher, ...goal };
  }
}

function reportViolation(
  policy: Policy,
  { classification }: ForbidRule,
  { event, broker, path, publisher, subscriber, home }: Violation,
  { topology, report }: Proof,
): void {
  const environment = topology.brokers.get(broker)?.broker.environment;
  const place = { broker, environment: environment?.name ?? "", residency: environment?.residency };
  const names = { publisher: publisher?.name, subscriber: subscriber?.name, home };
  report.report(
    { ...forbiddenHere, severity: policy.severity },
    { policy: policy.name, event: eventName(event), classification, ...place, ...names, path },
    { path: ["policies", policy.name], on: "key" },
  );
}
