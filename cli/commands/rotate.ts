import { engineSupports } from "../../deploy/engine-supports.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { rotate as rotateKeys } from "../../deploy/rotate/rotate.ts";
import { engines } from "../../targets/engines/index.ts";
import type { Invocation } from "../command-spec.ts";
import { drawDiagnostics } from "../draw-diagnostics.ts";
import { exitCode } from "../exit-code.ts";
import { manifestPath } from "../manifest-path.ts";
import { createProgress } from "../progress.ts";
import { rotateJson, rotateText } from "../views/rotate-text.ts";

/** Revokes keys in the mesh that runs from the manifest's folder. The manifest itself is not read. */
export async function rotate(invocation: Invocation): Promise<number> {
  const { terminal, options, operands } = invocation;
  const path = manifestPath(invocation, undefined);
  const progress = createProgress(invocation);
  const reason = options["reason"];
  const result = await rotateKeys({
    host: nodeHost(),
    manifestFolder: path.folder,
    engines: engineSupports(engines),
    command: "meshc rotate --revoke",
    names: operands,
    ...(typeof reason === "string" && { reason }),
    progress: progress.take,
  });
  progress.end();
  terminal.err.write(drawDiagnostics(result.diagnostics, path, invocation, terminal.err));
  if (!result.ok) return exitCode.failed;
  const isJson = options["json"] === true;
  terminal.out.write(isJson ? rotateJson(result.value) : rotateText(result.value));
  return result.value.ok ? exitCode.done : exitCode.failed;
}
