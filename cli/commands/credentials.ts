import { resolve } from "node:path";
import { credentialsOf } from "../../deploy/credentials/credentials.ts";
import type { CredentialFormat, SecretFile } from "../../deploy/credentials/print-credentials.ts";
import { credentialFormats, printCredentials } from "../../deploy/credentials/print-credentials.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { openRunningMesh } from "../../deploy/open-running-mesh.ts";
import { engines } from "../../targets/engines/index.ts";
import { analyzed } from "../analyzed.ts";
import type { Invocation } from "../command-spec.ts";
import { drawDiagnostics } from "../draw-diagnostics.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";
import { writeOutputFile } from "../write-output-file.ts";

/** Hands out an application's credentials: to a file, to a pipe, and to a terminal only where that is asked for. */
export async function credentials(invocation: Invocation): Promise<number> {
  const { terminal, options, operands } = invocation;
  const output = typeof options["output"] === "string" ? options["output"] : undefined;
  const format = formatOf(options["format"]);
  refuse(output, format, invocation);
  const found = analyzed(invocation, "up", undefined);
  if (!found) return exitCode.failed;
  const running = await openRunningMesh(nodeHost(), found.path.folder);
  const dialects = new Map(engines.map(({ name, dialect }) => [name, dialect]));
  const result = running.ok
    ? credentialsOf(found.analysis.topology, running.value, dialects, operands[0] ?? "")
    : running;
  terminal.err.write(drawDiagnostics(result.diagnostics, found.path, invocation, terminal.err));
  if (!result.ok) return exitCode.failed;
  const files = printCredentials(result.value, format, resolve(terminal.cwd, output ?? "credentials"));
  return output === undefined ? print(files, terminal) : write(files, terminal);
}

function formatOf(given: unknown): CredentialFormat {
  return credentialFormats.find((format) => format === given) ?? "json";
}

/** Secrets that scroll by on a screen are read by more than one; a context is two files that name each other. */
function refuse(
  output: string | undefined,
  format: CredentialFormat,
  { terminal, options }: Invocation,
): void {
  if (output !== undefined) return;
  if (format === "nats-context") throw new UsageError("a NATS context is two files: say where with -o FILE");
  if (terminal.out.isTerminal && options["show"] !== true) {
    throw new UsageError(
      "credentials are secret: write them to a file with -o FILE, or say --show to see them here",
    );
  }
}

function print(files: readonly SecretFile[], terminal: Terminal): number {
  for (const { text } of files) terminal.out.write(text);
  return exitCode.done;
}

function write(files: readonly SecretFile[], terminal: Terminal): number {
  for (const { path, text } of files) {
    const code = writeOutputFile(path, text, terminal, 0o600);
    if (code !== exitCode.done) return code;
  }
  return exitCode.done;
}
