import type { Result } from "../../compiler/diagnostics/result.ts";
import { apply as carryOut } from "../../deploy/apply/apply.ts";
import type { ApplyReport } from "../../deploy/apply/apply-options.ts";
import { againstPlan } from "../../deploy/apply/check-plan.ts";
import { planStale } from "../../deploy/apply/codes.ts";
import { failure } from "../../deploy/diagnose.ts";
import { engineSupports } from "../../deploy/engine-supports.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import type { RecordedPlan, SavedPlan } from "../../deploy/plan/recorded-plan.ts";
import { whatMoved } from "../../deploy/plan/stale.ts";
import type { StateStore } from "../../deploy/state/state-store.ts";
import { writeOffline } from "../../deploy/state/write-offline.ts";
import { engines } from "../../targets/engines/index.ts";
import { type Analyzed, analyzed } from "../analyzed.ts";
import { createApplyOutput } from "../apply-output.ts";
import { approval, requireApprover } from "../approval.ts";
import type { Invocation } from "../command-spec.ts";
import { drawDiagnostics } from "../draw-diagnostics.ts";
import { exitCode } from "../exit-code.ts";
import { lossesOf, planHere, storeOf } from "../plan-here.ts";
import { readSavedPlan } from "../saved-plan.ts";
import { UsageError } from "../usage-error.ts";
import { createVerbose } from "../verbose.ts";

/** Plans, or takes a plan that was saved, shows it, asks, and carries it out. */
export async function apply(invocation: Invocation): Promise<number> {
  const { terminal, operands } = invocation;
  requireApprover(invocation);
  const saved = operands[0] === undefined ? undefined : savedOf(operands[0], invocation);
  const verbose = createVerbose(invocation);
  const found = analyzed(invocation, "deploy", undefined);
  if (!found) return exitCode.failed;
  verbose.took("read, checked and proven");
  const draw = drawTo(found, invocation);
  const store = storeOf(found);
  const result = store.ok ? await planFor(found, saved, store.value, invocation) : store;
  verbose.took("planned");
  draw(result);
  if (!store.ok || !result.ok) return exitCode.failed;
  const { plan } = result.value;
  const output = createApplyOutput(invocation);
  output.plan(plan);
  const interruption = terminal.interruption();
  // Nobody is asked about what is refused afterwards.
  const against = againstPlan(result.value);
  draw({ diagnostics: against });
  if (against.length > 0) return exitCode.failed;
  if (plan.changes.length + plan.noted.length > 0) {
    const answer = await approval(invocation, "Carry this plan out?", interruption);
    if (answer !== "approved") terminal.err.write("Nothing was changed.\n");
    if (answer === "interrupted") return exitCode.interrupted;
    if (answer === "declined") return exitCode.failed;
  }
  const host = nodeHost();
  const done = await carryOut(result.value, {
    host,
    analysis: found.analysis,
    manifestFolder: found.path.folder,
    store: store.value,
    engines: engineSupports(engines),
    command: "meshc apply",
    progress: output.take,
    interruption,
  });
  output.end();
  draw(done);
  if (!done.ok) return terminal.interrupted() ? exitCode.interrupted : exitCode.failed;
  draw(await writeOffline(host, store.value, found.path.folder));
  output.report(done.value);
  verbose.took("carried out");
  return codeFor(done.value);
}

/** A plan was saved for some environments and losses; others beside it would be another plan. */
function savedOf(file: string, invocation: Invocation): SavedPlan {
  if (invocation.options.env) throw new UsageError("a saved plan says itself which environments it is for");
  if (lossesOf(invocation).size > 0)
    throw new UsageError("a saved plan says itself what may be lost: say it to `meshc plan --out`");
  return readSavedPlan(file, invocation.terminal);
}

/** Plans for now; with a saved plan for what that one is about, and it has to be the same still. */
async function planFor(
  found: Analyzed,
  saved: SavedPlan | undefined,
  store: StateStore,
  invocation: Invocation,
): Promise<Result<RecordedPlan>> {
  if (!saved) return planHere(found, invocation, store);
  const scope = { environments: saved.environments, mayLose: new Set(saved.mayLose) };
  const now = await planHere(found, invocation, store, scope);
  if (!now.ok) return now;
  const moved = whatMoved(saved, now.value.basis, (key) => store.whereIs(key));
  const isSame = JSON.stringify(saved.plan) === JSON.stringify(now.value.plan);
  if (moved.length === 0 && isSame) return now;
  return failure(planStale, {
    moved: moved.length > 0 ? moved : ["what it says would be done is not what would be"],
  });
}

function drawTo(
  { path }: Analyzed,
  invocation: Invocation,
): (found: Pick<Result<unknown>, "diagnostics">) => void {
  const { err } = invocation.terminal;
  return ({ diagnostics }) => err.write(drawDiagnostics(diagnostics, path, invocation, err));
}

function codeFor({ interrupted, stoppedAt }: ApplyReport): number {
  if (interrupted) return exitCode.interrupted;
  return stoppedAt === undefined ? exitCode.done : exitCode.stopped;
}
