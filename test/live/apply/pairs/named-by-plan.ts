import { flowName } from "../../../../compiler/model/flow-name.ts";
import type { Topology } from "../../../../compiler/model/topology.ts";
import type { Change, Plan } from "../../../../compiler/plan/plan.ts";

/** What a plan says may not work after a wave. */
export interface Named {
  /** Whether a flow need not arrive, by its name. */
  readonly flow: (name: string) => boolean;
  /** Whether an application need not be let in, or hear and say what it is to. */
  readonly application: (name: string) => boolean;
  /** Whether what is stored of a domain is lost, by its name. */
  readonly domain: (name: string) => boolean;
}

/** Nothing is let pass. */
export const nothingNamed: Named = { flow: () => false, application: () => false, domain: () => false };

/**
 * What a plan names for the time after a wave: flows that it says are cut then, that come by a later step or go, and what
 * is touched by a step that interrupts or loses and is not over by then. What neither mesh has is promised nowhere.
 */
export function namedByPlan(plan: Plan, wave: number, before: Topology, held: Topology): Named {
  const cut = plan.meanwhile.filter(
    ({ kind, after, until }) => kind === "cut" && after <= wave && wave < until,
  );
  const open = plan.changes.filter((change) => isOpen(change, wave));
  const flows = new Set([...cut, ...open].flatMap((each) => each.flows));
  const applications = new Set(open.flatMap((change) => change.applications));
  const losses = plan.changes.filter(({ kind, effect }) => kind === "domain" && effect === "DATA LOSS");
  const lost = new Set(losses.map(({ name }) => name));
  const promised = new Set([...before.flows, ...held.flows].map(flowName));
  return {
    flow: (name) => flows.has(name) || !promised.has(name),
    application: (name) => applications.has(name),
    domain: (name) => lost.has(name),
  };
}

/** What is made inside brokers is made after the wave that it is told for was looked at. */
function isOpen({ kind, action, effect, wave: until }: Change, wave: number): boolean {
  if (kind === "flow" && action === "remove") return true;
  const isFelt = effect === "INTERRUPTS" || effect === "DATA LOSS" || (kind === "flow" && action === "add");
  return isFelt && wave <= until;
}
