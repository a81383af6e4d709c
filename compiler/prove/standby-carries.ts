import { standbyCutsFlow } from "../diagnostics/codes/prove.ts";
import type { Event } from "../model/mesh.ts";
import type { Topology } from "../model/topology.ts";
import { mayStep, whyNotCarried } from "./carries.ts";
import type { Step } from "./climb-order.ts";
import type { Crossing, Onward } from "./crossings.ts";
import { eventName } from "./every-flow-arrives.ts";
import type { Carried, Proof } from "./proof.ts";
import type { Publication } from "./publications.ts";

/** Standby targets which, active together, cut a flow; `more` counts the other flows that they cut. */
interface Cut {
  readonly choice: readonly Step[];
  readonly flow: Carried;
  more: number;
}

/** Warns of each choice of standby targets that cuts flows which arrive otherwise. */
export function standbyCarries(proof: Proof): void {
  const { topology, report, legs } = proof;
  if (!topology.links.some((link) => link.standby.length > 0)) return;
  const cuts = new Map<string, Cut>();
  for (const flow of [...topology.flows, ...unreadPublications(proof), ...proof.readings]) {
    if (whyNotCarried(topology, flow.event, flow.path) !== undefined) continue;
    const choices = new Map(legs(flow).flatMap((leg) => [...cuttingChoices(topology, flow.event, leg)]));
    for (const [key, choice] of choices) {
      const known = cuts.get(key);
      if (known) known.more += 1;
      else cuts.set(key, { choice, flow, more: 0 });
    }
  }
  for (const { choice, flow, more } of cuts.values()) {
    const names = {
      publisher: "publisher" in flow ? flow.publisher.name : flow.from,
      subscriber: "home" in flow ? flow.home : flow.subscriber.name,
    };
    const on = choice.map(({ link, target }) => ({ link: link.name, target }));
    const at = choice.flatMap(({ link, target }) => [link.from, "uplink", 1 + link.standby.indexOf(target)]);
    report.report(
      standbyCutsFlow,
      { choice: on, event: eventName(flow.event), ...names, more },
      { path: ["brokers", ...at.slice(-3)] },
    );
  }
}

/** Those whose way to the home is not part of a flow. */
function unreadPublications({ topology, publications }: Proof): readonly Publication[] {
  const key = ({ publisher, from }: Pick<Publication, "publisher" | "from">) => `${publisher.name} ${from}`;
  const read = new Map<string, Set<Event>>();
  for (const flow of topology.flows) {
    if (flow.stored) read.set(key(flow), (read.get(key(flow)) ?? new Set()).add(flow.event));
  }
  return publications.filter((publication) => !read.get(key(publication))?.has(publication.event));
}

/** Fewest steps over standby targets that lead to a crossing, by steps that are all allowed. */
interface Lead {
  readonly count: number;
  readonly last?: { readonly step: Onward; readonly before: Crossing };
}

/**
 * For each step that may not carry an event, the fewest standby targets that lead an event over it, by their names.
 * Steps beyond one that is not allowed already do not count.
 */
function cuttingChoices(
  topology: Topology,
  event: Event,
  crossings: readonly Crossing[],
): ReadonlyMap<string, readonly Step[]> {
  const leads = new Map<Crossing, Lead>(crossings.slice(0, 1).map((first) => [first, { count: 0 }]));
  const barred = new Map<string, Lead>();
  for (const crossing of crossings) {
    const lead = leads.get(crossing);
    if (!lead) continue;
    for (const step of crossing.onward) {
      const next = { count: lead.count + Number(isStandby(step)), last: { step, before: crossing } };
      const isAllowed = mayStep(topology, event, step.from, step.target);
      if (isAllowed) keepLesser(leads, step.to, next);
      else keepLesser(barred, `${step.from} ${step.target}`, next);
    }
  }
  const choices = [...barred.values()].map((lead) => standbySteps(lead, leads));
  return new Map(
    choices.map((choice) => [choice.map(({ link, target }) => `${link.name} ${target}`).join(), choice]),
  );
}

function keepLesser<K>(leads: Map<K, Lead>, key: K, lead: Lead): void {
  if (lead.count < (leads.get(key)?.count ?? Infinity)) leads.set(key, lead);
}

function standbySteps(lead: Lead, leads: ReadonlyMap<Crossing, Lead>): readonly Step[] {
  const steps: Step[] = [];
  for (let { last } = lead; last; { last } = leads.get(last.before) ?? {}) {
    if (isStandby(last.step)) steps.push(last.step);
  }
  return steps.toReversed();
}

function isStandby({ link, target }: Step): boolean {
  return target !== link.to;
}
