import { compare } from "../model/compare.ts";
import { effects, weakestOf, worstOf } from "../model/effect.ts";
import type { Topology } from "../model/topology.ts";
import type { WorkloadEngine } from "../target.ts";
import { byPlace } from "./by-place.ts";
import { makePlan } from "./make-plan.ts";
import { type Order, orderOf } from "./order.ts";
import type { Change, Plan } from "./plan.ts";
import type { Side } from "./plan-request.ts";
import { withRemovalAt } from "./plan-waves.ts";

/** What the plan of a removal is made with. */
export interface RemovalOptions {
  readonly engines: readonly WorkloadEngine[];
  readonly environments: readonly string[];
}

/**
 * A plan with what it takes to let go of what was drained: rights are taken from who read it, and a link that has to log
 * in anew with fewer rights is cut for a moment. What is inside brokers is empty by then, so that removing it costs
 * nothing. `held` is the mesh with what is drained, `emptied` the one without.
 */
export function withRemoval(
  plan: Plan,
  held: Side,
  emptied: Side,
  { engines, environments }: RemovalOptions,
  expanded: Topology,
): Plan {
  const order = orderOf(expanded);
  const after = withoutInside(emptied);
  const later = makePlan({
    mesh: plan.mesh,
    before: withoutInside(held),
    held: after,
    expanded: after,
    drains: [],
    mayLose: new Set(),
    engines,
    environments,
    meanwhile: [],
    refused: [],
  });
  const costs = later.changes.filter(({ effect }) => effect !== effects[0]);
  if (costs.length === 0) return plan;
  const brokers = later.waves.flatMap((wave) => wave.brokers);
  return {
    ...plan,
    changes: joined(plan.changes, costs, order).toSorted(byPlace),
    waves: withRemovalAt(plan.waves, brokers, order),
  };
}

function withoutInside({ topology, workloads }: Side): Side {
  return { topology, workloads: workloads.map((workload) => ({ ...workload, provisions: [] })) };
}

/** Tells what an entry that goes costs with its removal, and what else changes then by itself. */
function joined(told: readonly Change[], costs: readonly Change[], { removal }: Order): readonly Change[] {
  const keyOf = ({ environment, kind, name }: Change) => `${environment} ${kind} ${name}`;
  const costOf = new Map(costs.map((change) => [keyOf(change), change]));
  const goes = (change: Change) => change.wave === removal && costOf.has(keyOf(change));
  const going = new Set(told.filter(goes).map(keyOf));
  const also = costs.filter((change) => !going.has(keyOf(change)));
  return [
    ...told.map((change) => {
      const cost = goes(change) ? costOf.get(keyOf(change)) : undefined;
      return cost ? together(change, cost) : change;
    }),
    ...also.map((change) => ({
      ...change,
      wave: removal,
      reason: `once what is drained is gone, ${change.reason}`,
    })),
  ];
}

function together(change: Change, cost: Change): Change {
  return {
    ...change,
    effect: worstOf([change.effect, cost.effect]),
    basis: weakestOf([change.basis, cost.basis]),
    flows: [...new Set([...change.flows, ...cost.flows])].toSorted(compare),
    applications: [...new Set([...change.applications, ...cost.applications])].toSorted(compare),
  };
}
