import { lowerAll } from "../../compiler/emit/emit.ts";
import { createReporter } from "../../compiler/diagnostics/reporter.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { makePlan } from "../../compiler/plan/make-plan.ts";
import type { Change, Plan } from "../../compiler/plan/plan.ts";
import type { PlanRequest, Side } from "../../compiler/plan/plan-request.ts";
import { declaredAddressing } from "../../compiler/synthesize/declared-addressing.ts";
import { engines } from "../../targets/engines/index.ts";
import { expectValid } from "./analyze-text.ts";

/** A manifest's mesh with its workloads at the addresses that it declares. */
export function sideOf(manifest: string): Side {
  return sideOfTopology(expectValid(manifest).topology);
}

/** A mesh with its workloads at the addresses that are declared. */
export function sideOfTopology(topology: Topology): Side {
  const report = createReporter(() => ({ span: { file: { name: "", text: "" }, start: 0, end: 0 } }));
  const byName = new Map(engines.map((engine) => [engine.name, engine]));
  return { topology, workloads: lowerAll(topology, byName, declaredAddressing(topology, new Set(), report)) };
}

/** What is to be done from one manifest, as it was applied, to another; nothing is held on to. */
export function planOf(before: string | undefined, after: string, more: Partial<PlanRequest> = {}): Plan {
  return planBetween(before === undefined ? undefined : sideOf(before), sideOf(after), more);
}

/** What is to be done from one mesh to another. */
export function planBetween(before: Side | undefined, held: Side, more: Partial<PlanRequest> = {}): Plan {
  return makePlan({
    mesh: held.topology.mesh.name,
    ...(before && { before }),
    held,
    expanded: held,
    drains: [],
    mayLose: new Set(),
    engines,
    environments: [],
    meanwhile: [],
    refused: [],
    ...more,
  });
}

/** A change in one line: `change domain orders: DATA LOSS (assumed), wave 2`. */
export function inShort({ action, kind, name, effect, basis, wave }: Change): string {
  return `${action} ${kind} ${name}: ${effect} (${basis}), wave ${wave}`;
}
