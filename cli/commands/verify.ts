import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { type ChosenMesh, nothingRuns } from "../../deploy/choice/chosen-mesh.ts";
import { manifestMoved } from "../../deploy/choice/codes.ts";
import { diagnose } from "../../deploy/diagnose.ts";
import { openMeshAt } from "../../deploy/open-running-mesh.ts";
import type { EngineSupport } from "../../deploy/up/engine-support.ts";
import { engineSupports } from "../../deploy/engine-supports.ts";
import { changedSinceUp } from "../../deploy/up/changed-since-up.ts";
import { probeEngines } from "../../deploy/verify/probe-engines.ts";
import { namedReport } from "../../deploy/verify/named-report.ts";
import type { VerifyReport } from "../../deploy/verify/report.ts";
import { type VerifyStep, verify as verifyMesh } from "../../deploy/verify/verify.ts";
import { engines } from "../../targets/engines/index.ts";
import { type Analyzed, analyzed } from "../analyzed.ts";
import type { Invocation, Options } from "../command-spec.ts";
import { drawDiagnostics } from "../draw-diagnostics.ts";
import { requireEnvironments } from "../environments.ts";
import { exitCode } from "../exit-code.ts";
import { manifestPath } from "../manifest-path.ts";
import { meshAtHand, modeOf } from "../mesh-at-hand.ts";
import { planHere } from "../plan-here.ts";
import { reportAround } from "../only-environments.ts";
import { wantsColor } from "../terminal.ts";
import { paint } from "../views/paint.ts";
import { thousands } from "../views/thousands.ts";
import { verifyJunit } from "../views/verify-junit.ts";
import { verifyText } from "../views/verify-text.ts";

/** Tries the running mesh as each of its applications and prints what it proved. */
export async function verify(invocation: Invocation): Promise<number> {
  const { terminal, options, operands } = invocation;
  const mesh = await meshAtHand(manifestPath(invocation, operands[0]), invocation);
  const found = analyzed(invocation, modeOf(mesh), operands[0]);
  if (!found) return exitCode.failed;
  const { topology } = found.analysis;
  const chosen = requireEnvironments(invocation, topology.mesh);
  const running = mesh.ok ? await openMeshAt(mesh.value, nothingRuns(mesh.value)) : mesh;
  terminal.err.write(drawDiagnostics(running.diagnostics, found.path, invocation, terminal.err));
  if (!mesh.ok || !running.ok) return exitCode.failed;
  const supports = engineSupports(engines);
  const changed = await changedSince(mesh.value, found, supports, invocation);
  terminal.err.write(drawDiagnostics(changed, found.path, invocation, terminal.err));
  const ground = { topology, running: running.value, engines: probeEngines(supports) };
  const whole = await verifyMesh(ground, {
    rights: options["rights"] === true,
    ...(options.quiet !== true && { progress: (step) => terminal.err.write(`${stepLine(step)}\n`) }),
  });
  const report = namedReport(options.env ? reportAround(whole, topology, chosen) : whole, topology);
  terminal.out.write(print(report, topology.mesh.name, invocation));
  return report.ok ? exitCode.done : exitCode.failed;
}

/** What the manifest of now says otherwise than the mesh that runs. */
async function changedSince(
  mesh: ChosenMesh,
  found: Analyzed,
  supports: readonly EngineSupport[],
  invocation: Invocation,
): Promise<readonly Diagnostic[]> {
  if (mesh.kind === "up") return changedSinceUp(found.analysis, { ...mesh, engines: supports });
  const { env: _, ...options } = invocation.options;
  const planned = await planHere(found, { ...invocation, options: options as Options }, mesh.store);
  const changes = planned.ok ? planned.value.plan.changes.length : 0;
  return changes > 0 ? [diagnose(manifestMoved, { changes })] : [];
}

function stepLine(step: VerifyStep): string {
  switch (step.kind) {
    case "flows": {
      const part = step.parts > 1 ? `, part ${step.part} of ${step.parts}` : "";
      return `sending what ${step.flows} ${step.flows === 1 ? "flow carries" : "flows carry"}${part}`;
    }
    case "rights": {
      const share = `${thousands(step.tried)} of ${thousands(step.attempts)}`;
      return step.tried === 0
        ? `trying what ${step.identities} identities may do, ${thousands(step.attempts)} attempts`
        : `trying what ${step.identities} identities may do: ${share}`;
    }
    case "links":
      return "looking for what links let through besides";
    case "leaving":
      return "removing what was sent";
  }
}

function print(report: VerifyReport, mesh: string, { options, terminal }: Invocation): string {
  if (options["json"] === true || options["format"] === "json") return `${JSON.stringify(report, null, 2)}\n`;
  if (options["format"] === "junit") return verifyJunit(report, mesh);
  const all = options["all"] === true || options.verbose === true;
  return verifyText(report, paint(wantsColor(terminal, terminal.out, options.color)), all);
}
