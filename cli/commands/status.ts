import { engineSupports } from "../../deploy/engine-supports.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { status as statusOf } from "../../deploy/status/status.ts";
import { type StatusReport, statusReport } from "../../deploy/status/status-report.ts";
import { engines } from "../../targets/engines/index.ts";
import type { Invocation } from "../command-spec.ts";
import { drawDiagnostics } from "../draw-diagnostics.ts";
import { environmentsOf } from "../environments.ts";
import { exitCode } from "../exit-code.ts";
import { manifestPath } from "../manifest-path.ts";
import { wantsColor } from "../terminal.ts";
import { paint } from "../views/paint.ts";
import { statusText } from "../views/status-text.ts";

/** Says how the mesh that runs from the manifest's folder is. */
export async function status(invocation: Invocation): Promise<number> {
  const { terminal, options, operands } = invocation;
  const path = manifestPath(invocation, operands[0]);
  const result = await statusOf({
    host: nodeHost(),
    manifestFolder: path.folder,
    engines: engineSupports(engines),
  });
  terminal.err.write(drawDiagnostics(result.diagnostics, path, invocation, terminal.err));
  if (!result.ok) return exitCode.failed;
  const report = chosenOf(result.value, invocation);
  const colors = paint(wantsColor(terminal, terminal.out, options.color));
  const isJson = options["json"] === true;
  terminal.out.write(isJson ? `${JSON.stringify(report, null, 2)}\n` : statusText(report, colors));
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
