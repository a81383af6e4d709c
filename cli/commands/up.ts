import { engineSupports } from "../../deploy/engine-supports.ts";
import type { Host } from "../../deploy/host/host.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { down } from "../../deploy/down/down.ts";
import { up as bringUp } from "../../deploy/up/up.ts";
import { stay } from "../../deploy/up/stay.ts";
import type { UpReport } from "../../deploy/up/up-options.ts";
import { engines } from "../../targets/engines/index.ts";
import type { Analyzed } from "../analyzed.ts";
import { analyzed } from "../analyzed.ts";
import type { Invocation } from "../command-spec.ts";
import { drawDiagnostics } from "../draw-diagnostics.ts";
import { endpointLines } from "../endpoints.ts";
import { exitCode } from "../exit-code.ts";
import { createProgress } from "../progress.ts";
import { createVerbose } from "../verbose.ts";

/** Brings the mesh up; unless detached, keeps it up until the user stops it. */
export async function up(invocation: Invocation): Promise<number> {
  const { terminal, options, operands } = invocation;
  const verbose = createVerbose(invocation);
  const found = analyzed(invocation, "up", operands[0]);
  if (!found) return exitCode.failed;
  verbose.took("read, checked and proven");
  const host = nodeHost();
  const interruption = terminal.interruption();
  const progress = createProgress(invocation);
  const result = await bringUp(found.analysis, {
    host,
    manifestFolder: found.path.folder,
    engines: engineSupports(engines),
    command: "meshc up",
    ...(typeof options["tls"] === "boolean" && { tls: options["tls"] }),
    progress: progress.take,
    interruption,
  });
  progress.end();
  terminal.err.write(drawDiagnostics(result.diagnostics, found.path, invocation, terminal.err));
  if (!result.ok) return exitCode.failed;
  if (result.value.interrupted) return leave(found, host, invocation);
  verbose.took("brought about");
  if (options.verbose)
    for (const line of await endpointLines(result.value.topology, host, found.path.folder))
      verbose.say(() => line);
  say(result.value, invocation);
  // A mesh without brokers has nothing to stay with.
  if (options["detach"] === true || result.value.instances === 0) return exitCode.done;
  return untilStopped(found, host, invocation, interruption);
}

/** Who interrupts a run in the foreground wants nothing of it to run on; a detached one can be taken up again. */
async function leave(found: Analyzed, host: Host, invocation: Invocation): Promise<number> {
  const { terminal, options } = invocation;
  if (options["detach"] !== true) await takeDown(found, host, invocation);
  else if (!options.quiet)
    terminal.err.write("Interrupted: `meshc up` goes on from here, `meshc down` ends what runs.\n");
  return exitCode.interrupted;
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

/** Stays with the mesh and takes it down when the user says so; somebody else may have done that before. */
async function untilStopped(
  found: Analyzed,
  host: Host,
  invocation: Invocation,
  interruption: AbortSignal,
): Promise<number> {
  const { terminal, options } = invocation;
  if (!options.quiet) terminal.err.write("Ctrl-C takes it down.\n");
  const { take, end } = createProgress(invocation);
  const why = await stay({ host, manifestFolder: found.path.folder, progress: take, interruption });
  end();
  if (why === "interrupted") return takeDown(found, host, invocation);
  if (!options.quiet) terminal.err.write("It was taken down by another command.\n");
  return exitCode.done;
}

async function takeDown({ path }: Analyzed, host: Host, invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const { take, end } = createProgress(invocation);
  const options = { host, manifestFolder: path.folder, command: "meshc up", clean: false };
  const ended = await down({ ...options, progress: take });
  end();
  terminal.err.write(drawDiagnostics(ended.diagnostics, path, invocation, terminal.err));
  return ended.ok ? exitCode.done : exitCode.failed;
}
