import { resolve } from "node:path";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { credentialsOf } from "../../deploy/credentials/credentials.ts";
import type { AnyCredentials } from "../../deploy/credentials/flat-values.ts";
import type { CredentialFormat, PrintedCredentials } from "../../deploy/credentials/print-credentials.ts";
import {
  credentialFormats,
  formatsOf,
  printCredentials,
} from "../../deploy/credentials/print-credentials.ts";
import { type ChosenMesh, nothingRuns } from "../../deploy/choice/chosen-mesh.ts";
import { openMeshAt } from "../../deploy/open-running-mesh.ts";
import { brokerEngines } from "../../targets/engines/index.ts";
import { type Analyzed, analyzed } from "../analyzed.ts";
import type { Invocation } from "../command-spec.ts";
import { protocols } from "../protocols.ts";
import { drawDiagnostics } from "../draw-diagnostics.ts";
import { entryKey } from "../entry-key.ts";
import { exitCode } from "../exit-code.ts";
import { manifestPath } from "../manifest-path.ts";
import { meshAtHand, modeOf } from "../mesh-at-hand.ts";
import { askedOperator, letIn } from "../let-in.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";
import { writeSecretFiles } from "../write-secret-files.ts";

/** Hands out credentials: to a file, to a pipe, and to a terminal only where that is asked for. */
export async function credentials(invocation: Invocation): Promise<number> {
  const { terminal, options } = invocation;
  const output = typeof options["output"] === "string" ? options["output"] : undefined;
  const format = credentialFormats.find((each) => each === options["format"]) ?? "json";
  const operator = askedOperator(invocation);
  refuse(output, format, invocation);
  const path = manifestPath(invocation, undefined);
  const mesh = await meshAtHand(path, invocation);
  const found = analyzed(invocation, modeOf(mesh), undefined);
  if (!found) return exitCode.failed;
  const result = operator
    ? await letIn(operator, found, mesh, invocation)
    : await ofApplication(found, mesh, invocation);
  terminal.err.write(drawDiagnostics(result.diagnostics, found.path, invocation, terminal.err));
  if (!result.ok) return exitCode.failed;
  const { protocol } = result.value;
  const formats = formatsOf(result.value);
  if (!formats.includes(format))
    throw new UsageError(`credentials for ${protocol} have no format ${format}: say ${formats.join(", ")}`);
  const printed = printCredentials(result.value, format, resolve(terminal.cwd, output ?? "credentials"));
  return output === undefined ? print(printed, format, terminal) : writeSecretFiles(printed, terminal);
}

async function ofApplication(
  { analysis }: Analyzed,
  chosen: Result<ChosenMesh>,
  { operands }: Invocation,
): Promise<Result<AnyCredentials>> {
  const running = chosen.ok ? await openMeshAt(chosen.value, nothingRuns(chosen.value)) : chosen;
  if (!running.ok) return running;
  const { topology } = analysis;
  const key = entryKey(topology.mesh, "application", operands[0] ?? "");
  return key.ok ? credentialsOf(topology, running.value, protocols(brokerEngines), key.value) : key;
}

/** Secrets that scroll by on a screen are read by more than one; a context is files that name each other. */
function refuse(
  output: string | undefined,
  format: CredentialFormat,
  { terminal, options }: Invocation,
): void {
  if (output !== undefined) {
    if (/\p{Cc}/u.test(output)) throw new UsageError("the name of the file may hold no control characters");
    return;
  }
  if (format === "nats-context") throw new UsageError("a NATS context is two files: say where with -o FILE");
  if (terminal.out.isTerminal && options["show"] !== true) {
    throw new UsageError(
      "credentials are secret: write them to a file with -o FILE, or say --show to see them here",
    );
  }
}

/** What names files beside it cannot go where there are none. */
function print({ main, beside }: PrintedCredentials, format: CredentialFormat, terminal: Terminal): number {
  if (beside.length > 0)
    throw new UsageError(`with TLS, the format ${format} is two files: say where with -o FILE`);
  terminal.out.write(main.text);
  return exitCode.done;
}
