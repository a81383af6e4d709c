import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Mesh } from "../../compiler/model/mesh.ts";
import { lossesToAllow } from "../../compiler/plan/losses-to-allow.ts";
import { planNames } from "../../compiler/plan/plan-names.ts";
import { diagnose } from "../diagnose.ts";
import type { RecordedPlan } from "../plan/recorded-plan.ts";
import { lossNotAllowed, planRefused, platformNotApplied } from "./codes.ts";

/** Why a plan is not carried out, whatever the state: it says so itself, loses what it may not, or is not built. */
export function againstPlan({ plan, basis, topologies, mayLose }: RecordedPlan): readonly Diagnostic[] {
  const allowed = { keys: mayLose, written: new Set(basis.mayLose) };
  const { before, held } = topologies;
  const losses = lossesToAllow(plan.changes, allowed, [before, held], planNames(before, held));
  return [
    ...notBuilt(topologies.held.mesh, basis.environments),
    ...plan.refused.map((refusal) => diagnose(planRefused, refusal)),
    ...losses.map(({ change: { name, reason }, allow }) =>
      diagnose(lossNotAllowed, { name, why: reason, allowed: allow }),
    ),
  ];
}

function notBuilt({ environments }: Mesh, chosen: readonly string[]): readonly Diagnostic[] {
  const all = [...environments.values()];
  const local = all.filter(({ deploy }) => deploy === "process").map(({ name }) => name);
  const wanted = all.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
  return wanted
    .filter(({ deploy }) => deploy !== "process")
    .map(({ name, platform, deploy }) =>
      diagnose(platformNotApplied, { environment: name, platform, deploy, local }),
    );
}
