import { compare } from "../model/compare.ts";
import type { Effect } from "../model/effect.ts";
import { placesOf } from "../model/places-of.ts";
import type { Topology } from "../model/topology.ts";
import { type Difference, entryOf } from "./differences.ts";
import type { Entry } from "./entry.ts";
import type { FlowIndex, NamedFlow } from "./flow-index.ts";

/** Flows and applications that a change touches, sorted by name. */
export interface Touched {
  readonly flows: readonly string[];
  readonly applications: readonly string[];
}

/**
 * Finds what a change touches: flows that come, go or take another way because of it; where it cuts, all flows that go
 * by there; where instances are started anew one after another, those of them that are kept nowhere meanwhile.
 */
export function touchedBy(
  flows: FlowIndex,
  changed: ReadonlySet<string>,
  sides: readonly Topology[],
): (difference: Difference, effect: Effect) => Touched {
  const attached = attachedTo(sides);
  return (difference, effect) => {
    const entry = entryOf(difference);
    const candidates = flowsOf(flows, entry, difference);
    const isTouched = ({ name, flow }: NamedFlow) =>
      changed.has(name) ||
      effect === "DATA LOSS" ||
      effect === "INTERRUPTS" ||
      (effect === "ROLLING RESTART" && flow.event.terms.delivery === "at-most-once");
    const touched = candidates.filter(isTouched);
    const applications = [
      ...touched.flatMap(({ flow: { publisher, subscriber } }) => [publisher.name, subscriber.name]),
      ...(entry.application === undefined ? [] : [entry.application]),
      ...(effect === "ROLLING RESTART" || effect === "INTERRUPTS" ? attachedAt(entry, attached) : []),
    ];
    return { flows: distinct(touched.map(({ name }) => name)), applications: distinct(applications) };
  };
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted(compare);
}

function flowsOf(flows: FlowIndex, entry: Entry, { before }: Difference): readonly NamedFlow[] {
  const { kind, name, application, domain, event } = entry;
  switch (kind) {
    case "broker":
      return flows.byBroker.get(name) ?? [];
    case "link":
      return flows.byLink.get(name) ?? [];
    case "domain":
      return flows.byDomain.get(name) ?? [];
    case "flow":
      return flows.byName.get(name) ?? [];
    case "file":
      return (before?.brokers ?? entry.brokers).flatMap((broker) => flows.byBroker.get(broker) ?? []);
    default: {
      const own = flows.byApplication.get(application ?? "") ?? [];
      return kind === "application" ? own : own.filter(({ flow }) => isOf(flow.event, domain, event));
    }
  }
}

function isOf(
  of: NamedFlow["flow"]["event"],
  domain: string | undefined,
  event: string | undefined,
): boolean {
  return of.domain === domain && of.name === event;
}

/** Applications by the brokers that they may be at. */
function attachedTo(sides: readonly Topology[]): () => ReadonlyMap<string, readonly string[]> {
  let found: Map<string, string[]> | undefined;
  return () => {
    if (found) return found;
    found = new Map();
    for (const side of sides)
      for (const application of side.mesh.applications.values())
        for (const { name } of placesOf(side, application)) {
          const known = found.get(name);
          if (known) known.push(application.name);
          else found.set(name, [application.name]);
        }
    return found;
  };
}

function attachedAt({ kind, brokers }: Entry, attached: ReturnType<typeof attachedTo>): readonly string[] {
  if (kind !== "broker" && kind !== "file") return [];
  return brokers.flatMap((broker) => attached().get(broker) ?? []);
}
