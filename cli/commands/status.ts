import { nothingRuns } from "../../deploy/choice/chosen-mesh.ts";
import { engineSupports } from "../../deploy/engine-supports.ts";
import { status as statusOf } from "../../deploy/status/status.ts";
import { type StatusReport, statusReport } from "../../deploy/status/status-report.ts";
import { engines } from "../../targets/engines/index.ts";
import type { Invocation } from "../command-spec.ts";
import { drawDiagnostics } from "../draw-diagnostics.ts";
import { environmentsOf } from "../environments.ts";
import { exitCode } from "../exit-code.ts";
import { meshAtHand } from "../mesh-at-hand.ts";
import { manifestPath } from "../manifest-path.ts";
import { wantsColor } from "../terminal.ts";
import { paint } from "../views/paint.ts";
import { statusText } from "../views/status-text.ts";

/** Says how the mesh at hand is. The manifest is read only for where its state is kept. */
export async function status(invocation: Invocation): Promise<number> {
  const { terminal, options, operands } = invocation;
  const path = manifestPath(invocation, operands[0]);
  const chosen = await meshAtHand(path, invocation);
  const result = chosen.ok
    ? await statusOf({ ...chosen.value, engines: engineSupports(engines) }, nothingRuns(chosen.value))
    : chosen;
  terminal.err.write(drawDiagnostics(result.diagnostics, path, invocation, terminal.err));
  if (!chosen.ok || !result.ok) return exitCode.failed;
  const report = chosenOf(result.value, invocation);
  const colors = paint(wantsColor(terminal, terminal.out, options.color));
  const isJson = options["json"] === true;
  terminal.out.write(
    isJson ? `${JSON.stringify(report, null, 2)}\n` : statusText(report, colors, chosen.value.command),
  );
  return report.ok ? exitCode.done : exitCode.failed;
}

/** The manifest is not read, so the environments are those that were applied. */
function chosenOf({ environments, takenDown }: StatusReport, invocation: Invocation): StatusReport {
  const applied = environments.map(({ name }) => name);
  const chosen = environmentsOf(invocation, applied);
  return statusReport(
    environments.filter(({ name }) => chosen.includes(name)),
    takenDown,
  );
}
