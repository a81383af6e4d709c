import { compare } from "../model/compare.ts";
import type { Effect } from "../model/effect.ts";
import { flowName } from "../model/flow-name.ts";
import { placesOf } from "../model/places-of.ts";
import type { Flow, Topology } from "../model/topology.ts";
import type { Entry } from "./entry.ts";
import { flowIndex, type FlowIndex } from "./flow-index.ts";

/** Flows and applications that a change touches, sorted by name. */
export interface Touched {
  readonly flows: readonly string[];
  readonly applications: readonly string[];
  /** Set where readers, or who publishes, come back in it, and something of these flows is then read again. */
  readonly repeats?: true;
}

/** Tells what a change of an entry with an effect touches. */
export type TouchedBy = (entry: Entry, effect: Effect) => Touched;

/**
 * Finds what a change touches: flows that come, go or take another way because of it, which `changed` names; where it
 * cuts or loses, all flows that go by there; where instances are started anew one after another, those of them that are
 * kept nowhere meanwhile, or may come twice where a client or a link has to come back.
 */
export function touchedBy(changed: ReadonlySet<string>, sides: readonly Topology[]): TouchedBy {
  const flows = flowIndex(sides);
  const attached = attachedTo(sides);
  return (entry, effect) => {
    const { kind, name, application } = entry;
    const isGrave = effect === "DATA LOSS" || effect === "INTERRUPTS";
    const restarts = effect === "ROLLING RESTART";
    const comesBack = restarts || effect === "INTERRUPTS";
    const isTouched = (flow: Flow) =>
      isGrave || (restarts && !goesOnThrough(flow)) || changed.has(flowName(flow));
    // Of most changes there is nothing to look for, and of a large mesh much to look through.
    const isAny = kind !== "flow" && (isGrave || restarts || changed.size > 0);
    const touched = isAny ? flowsOf(flows, entry).filter(isTouched) : [];
    const applications = [
      ...(kind === "flow" ? endsOf(name) : []),
      ...touched.flatMap(({ publisher, subscriber }) => [publisher.name, subscriber.name]),
      ...(application === undefined ? [] : [application]),
      ...(restarts || isGrave ? attached(entry) : []),
    ];
    return {
      flows: distinct(kind === "flow" ? [name] : touched.map(flowName)),
      applications: distinct(applications),
      ...(comesBack && touched.some(mayRepeat) && { repeats: true }),
    };
  };
}

/**
 * Whether events of a flow come again where somebody was cut off: its publisher sends again what it has no answer of, and
 * a reader gets again what it did not acknowledge yet. What is kept nowhere is sent once, and what has no duplicates is known
 * again.
 */
function mayRepeat({ event }: Flow): boolean {
  return event.terms.delivery === "at-least-once" && event.withoutDuplicates !== true;
}

/** Whether servers that start anew one after another change nothing of it: it is stored, and comes once. */
function goesOnThrough({ stored, event }: Flow): boolean {
  return stored !== undefined && event.withoutDuplicates === true;
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted(compare);
}

/** The applications of a flow, which its name says; no name of theirs holds a blank. */
function endsOf(flow: string): readonly string[] {
  return flow.slice(flow.indexOf(": ") + 2).split(" -> ");
}

function flowsOf(
  flows: FlowIndex,
  { kind, name, application = "", domain, event, brokers }: Entry,
): readonly Flow[] {
  switch (kind) {
    case "broker":
      return flows.ofBroker(name);
    case "link":
      return flows.ofLink(name);
    case "domain":
      return flows.ofDomain(name);
    case "file":
      return brokers.flatMap((broker) => flows.ofBroker(broker));
    case "application":
      return flows.ofApplication(name);
    default:
      return flows
        .ofApplication(application)
        .filter(({ event: of }) => of.domain === domain && of.name === event);
  }
}

/** Applications that may be at the broker that a change is about. */
function attachedTo(sides: readonly Topology[]): (entry: Entry) => readonly string[] {
  let found: ReadonlyMap<string, readonly string[]> | undefined;
  return ({ kind, brokers }) => {
    if (kind !== "broker" && kind !== "file") return [];
    const index = (found ??= byBroker(sides));
    return brokers.flatMap((broker) => index.get(broker) ?? []);
  };
}

function byBroker(sides: readonly Topology[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const side of sides)
    for (const application of side.mesh.applications.values())
      for (const { name } of placesOf(side, application)) {
        const known = found.get(name);
        if (known) known.push(application.name);
        else found.set(name, [application.name]);
      }
  return found;
}
