import type { Application, Event, Policy } from "../model/mesh.ts";
import { residencyAllows } from "../model/residency.ts";
import type { Topology } from "../model/topology.ts";
import { judges } from "../prove/in-scope.ts";
import { wayOfFlow } from "./cut-flows.ts";
import type { Deliveries } from "./delivery.ts";

/** An event at a broker where what is wanted does not let it be and where neither mesh has it. */
export interface Breach {
  /** `domain.event`. */
  readonly event: string;
  readonly broker: string;
  /** The policy that forbids it; absent = the event's residency does. */
  readonly policy?: string;
}

/** An event that is at a broker for somebody: carried over it, read there, or stored. */
interface Presence {
  readonly event: Event;
  readonly broker: string;
  readonly action: "carry" | "read" | "store";
  readonly sides: readonly Application[];
  readonly ends: readonly string[];
}

/**
 * Finds where residencies and policies of the wanted mesh are broken between the two, by flows that go as in neither.
 * `today` is `YYYY-MM-DD` and decides about exceptions only.
 */
export function breaches(
  before: Topology,
  held: Topology,
  today: string,
): (between: Topology, judge: Deliveries) => readonly Breach[] {
  const rules = [...held.mesh.policies.values()].filter(({ rule }) => rule.kind === "forbid");
  const events = [...held.mesh.domains.values()].flatMap((domain) => [...domain.events.values()]);
  const isBound = (event: Event) =>
    event.residency !== undefined || (rules.length > 0 && event.classification.length > 0);
  if (!events.some(isBound)) return () => [];
  const known = new Set(
    [before, held].flatMap((topology) => [...presences(topology, isBound, pathIn)].map(presenceKey)),
  );
  return (between, judge) => {
    const wayIn: WayOf = (flow) => {
      const way = wayOfFlow(flow, judge);
      return way.why === undefined ? way.path : [];
    };
    const found = new Map<string, Breach>();
    for (const presence of presences(between, isBound, wayIn)) {
      if (known.has(presenceKey(presence))) continue;
      for (const breach of breachesOf(presence, between, rules, today))
        found.set(`${breach.event} ${breach.broker} ${breach.policy ?? ""}`, breach);
    }
    return [...found.values()];
  };
}

type WayOf = (flow: Topology["flows"][number]) => readonly string[];

const pathIn: WayOf = ({ path }) => path;

function presenceKey({ event, broker }: Presence): string {
  return `${event.domain}.${event.name} ${broker}`;
}

function* presences(
  topology: Topology,
  isBound: (event: Event) => boolean,
  wayOf: WayOf,
): Generator<Presence> {
  for (const flow of topology.flows) {
    const { event, publisher, subscriber, from, to } = flow;
    if (!isBound(event)) continue;
    const about = { event, sides: [publisher, subscriber], ends: [from, to] };
    const path = wayOf(flow);
    for (const broker of path) yield { ...about, broker, action: "carry" };
    if (path.length > 0) yield { ...about, sides: [subscriber], ends: [to], broker: to, action: "read" };
  }
  const kept = [
    ...topology.streams.map(({ home, events }) => ({ broker: home, events })),
    ...topology.sources,
    ...topology.mirrors.map(({ broker, stream }) => ({ broker, events: stream.events })),
  ];
  for (const { broker, events } of kept)
    for (const event of events)
      if (isBound(event)) yield { event, broker, action: "store", sides: [], ends: [broker] };
}

function* breachesOf(
  { event, broker, action, sides, ends }: Presence,
  { brokers }: Topology,
  rules: readonly Policy[],
  today: string,
): Generator<Breach> {
  const environmentOf = (name: string) => brokers.get(name)?.broker.environment;
  const place = environmentOf(broker);
  if (!place) return;
  const about = { event: `${event.domain}.${event.name}`, broker };
  if (!residencyAllows(event, place)) yield about;
  for (const policy of rules) {
    const { rule } = policy;
    if (rule.kind !== "forbid" || !event.classification.includes(rule.classification)) continue;
    if (!rule.actions.includes(action) || (place.residency ?? rule.residency) !== rule.residency) continue;
    const environments = ends.flatMap((end) => environmentOf(end)?.name ?? []);
    if (judges(policy, { event, sides, environments }, today)) yield { ...about, policy: policy.name };
  }
}
