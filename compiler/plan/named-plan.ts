import { compare } from "../model/compare.ts";
import { flowName } from "../model/flow-name.ts";
import { namedTopology } from "../model/named-topology.ts";
import { nameIn, type Names } from "../model/names.ts";
import type { Topology } from "../model/topology.ts";
import { byPlace } from "./by-place.ts";
import { telling } from "./in-names.ts";
import type { Plan } from "./plan.ts";

/** A plan that names entries as people know them. What it says of them in sentences is said so already. */
export function namedPlan(plan: Plan, before: Topology | undefined, held: Topology, names: Names): Plan {
  if (names.size === 0) return plan;
  const { nameOf } = telling(before, held, names);
  const flows = flowNames([...(before ? [before] : []), held], names);
  const flow = (name: string) => flows.get(name) ?? name;
  const sorted = (all: readonly string[], of: (name: string) => string) => all.map(of).toSorted(compare);
  const changes = plan.changes.map((change) => ({
    ...change,
    name: nameOf(change),
    flows: sorted(change.flows, flow),
    applications: sorted(change.applications, (name) => nameIn(names, "applications", name)),
  }));
  return {
    ...plan,
    changes: changes.toSorted(byPlace),
    waves: plan.waves.map((wave) => ({
      ...wave,
      brokers: sorted(wave.brokers, (name) => nameIn(names, "brokers", name)),
    })),
  };
}

function flowNames(sides: readonly Topology[], names: Names): ReadonlyMap<string, string> {
  return new Map(
    sides.flatMap((side) => {
      const { flows } = namedTopology(side, names);
      return side.flows.map((flow, index) => [flowName(flow), flowName(flows[index] ?? flow)] as const);
    }),
  );
}
