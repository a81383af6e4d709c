import { type DownReport, down as takeDown } from "../../deploy/down/down.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import type { Invocation } from "../command-spec.ts";
import { drawDiagnostics } from "../draw-diagnostics.ts";
import { exitCode } from "../exit-code.ts";
import { manifestPath } from "../manifest-path.ts";
import { createProgress } from "../progress.ts";
import { visible } from "../views/visible.ts";

/** Ends the mesh that runs from the manifest's folder. The manifest itself is not read: it may be gone or broken. */
export async function down(invocation: Invocation): Promise<number> {
  const { terminal, options, operands } = invocation;
  const path = manifestPath(invocation, operands[0]);
  const progress = createProgress(invocation);
  const result = await takeDown({
    host: nodeHost(),
    manifestFolder: path.folder,
    command: "meshc down",
    progress: progress.take,
    clean: options["clean"] === true,
  });
  progress.end();
  terminal.err.write(drawDiagnostics(result.diagnostics, path, invocation, terminal.err));
  if (!result.ok) return exitCode.failed;
  if (!options.quiet) terminal.out.write(`${whatWasDone(result.value, path.prefix)}\n`);
  return exitCode.done;
}

function whatWasDone({ ended, removed }: DownReport, prefix: string): string {
  const done = ended === 0 ? "nothing was up" : `down: ${ended} ended`;
  return removed ? `${done}; removed ${visible(prefix)}.meshc/up with its keys, logs and stores` : done;
}
