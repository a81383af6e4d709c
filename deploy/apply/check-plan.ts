import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Mesh } from "../../compiler/model/mesh.ts";
import { lossName } from "../../compiler/plan/may-lose.ts";
import { diagnose } from "../diagnose.ts";
import type { ChangeKind } from "../../compiler/plan/plan.ts";
import type { RecordedPlan } from "../plan/recorded-plan.ts";
import { lossNotAllowed, planRefused, platformNotApplied } from "./codes.ts";

/** What keeps no events itself: where some are lost that it touches, who keeps them is lost by name. */
const passing: ReadonlySet<ChangeKind> = new Set(["link", "flow", "access"]);

/** What is lost by kind and name, which a plan's `mayLose` holds; what else keeps events is lost by its name as written. */
const byKind: ReadonlySet<ChangeKind> = new Set(["domain", "application", "broker"]);

/** Why a plan is not carried out, whatever the state: it says so itself, loses what it may not, or is not built. */
export function againstPlan({ plan, basis, topologies, mayLose }: RecordedPlan): readonly Diagnostic[] {
  const losses = plan.changes.filter(({ effect }) => effect === "DATA LOSS");
  const isHeldBySome = losses.some(({ kind }) => !passing.has(kind));
  const lost = losses.filter(
    ({ kind, name }) =>
      !(byKind.has(kind) ? mayLose.has(`${kind} ${name}`) : basis.mayLose.includes(name)) &&
      !(isHeldBySome && passing.has(kind)),
  );
  const meshes = [topologies.before, topologies.held];
  return [
    ...notBuilt(topologies.held.mesh, basis.environments),
    ...plan.refused.map((refusal) => diagnose(planRefused, refusal)),
    ...lost.map(({ kind, name, reason }) =>
      diagnose(lossNotAllowed, { name, why: reason, allowed: lossName(kind, name, meshes) }),
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
