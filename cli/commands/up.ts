import { engineSupports } from "../../deploy/engine-supports.ts";
import type { Host } from "../../deploy/host/host.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { down } from "../../deploy/down/down.ts";
import { up as bringUp } from "../../deploy/up/up.ts";
import type { UpReport } from "../../deploy/up/up-options.ts";
import { engines } from "../../targets/engines/index.ts";
import type { Analyzed } from "../analyzed.ts";
import { analyzed } from "../analyzed.ts";
import type { Invocation } from "../command-spec.ts";
import { drawDiagnostics } from "../draw-diagnostics.ts";
import { exitCode } from "../exit-code.ts";
import { createProgress } from "../progress.ts";

/** Brings the mesh up; unless detached, keeps it up until the user stops it. */
export async function up(invocation: Invocation): Promise<number> {
  const { terminal, options, operands } = invocation;
  const found = analyzed(invocation, "up", operands[0]);
  if (!found) return exitCode.failed;
  const host = nodeHost();
  const interruption = terminal.interruption();
  const progress = createProgress(invocation);
  const result = await bringUp(found.analysis, {
    host,
    manifestFolder: found.path.folder,
    engines: engineSupports(engines),
    command: "meshc up",
    progress: progress.take,
    interruption,
  });
  progress.end();
  terminal.err.write(drawDiagnostics(result.diagnostics, found.path, invocation, terminal.err));
  if (!result.ok) return exitCode.failed;
  if (result.value.interrupted) return exitCode.interrupted;
  say(result.value, invocation);
  return options["detach"] === true ? exitCode.done : untilStopped(found, host, invocation, interruption);
}

function say({ instances, touched, removed }: UpReport, { options, terminal }: Invocation): void {
  if (options.quiet) return;
  const parts = [
    ...(touched > 0 ? [`${touched} started or changed`] : []),
    ...(removed > 0 ? [`${removed} ended`] : []),
  ];
  const changed = parts.length > 0 ? parts.join(", ") : "nothing had to change";
  terminal.out.write(`up: ${instances} instance${instances === 1 ? "" : "s"}, ${changed}\n`);
}

async function untilStopped(
  { path }: Analyzed,
  host: Host,
  invocation: Invocation,
  interruption: AbortSignal,
): Promise<number> {
  const { terminal, options } = invocation;
  if (!options.quiet) terminal.err.write("Ctrl-C takes it down.\n");
  await aborted(interruption);
  const progress = createProgress(invocation);
  const folder = { host, manifestFolder: path.folder, command: "meshc up", clean: false };
  const ended = await down({ ...folder, progress: progress.take });
  progress.end();
  terminal.err.write(drawDiagnostics(ended.diagnostics, path, invocation, terminal.err));
  return ended.ok ? exitCode.done : exitCode.failed;
}

/** Resolves when the user interrupts; keeps the process alive until then. */
function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const alive = setInterval(() => undefined, 60_000);
    signal.addEventListener("abort", () => {
      clearInterval(alive);
      resolve();
    });
  });
}
