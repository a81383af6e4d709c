import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { engineSupports } from "../../deploy/engine-supports.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { rotate as rotateKeys } from "../../deploy/rotate/rotate.ts";
import { writeOffline } from "../../deploy/state/write-offline.ts";
import { engines } from "../../targets/engines/index.ts";
import type { Invocation } from "../command-spec.ts";
import { drawDiagnostics } from "../draw-diagnostics.ts";
import { exitCode } from "../exit-code.ts";
import { meshAtHand } from "../mesh-at-hand.ts";
import { manifestPath } from "../manifest-path.ts";
import { createProgress } from "../progress.ts";
import { rotateJson, rotateText } from "../views/rotate-text.ts";

/** Revokes keys in the mesh at hand. The manifest is read only for where its state is kept. */
export async function rotate(invocation: Invocation): Promise<number> {
  const { terminal, options, operands } = invocation;
  const path = manifestPath(invocation, undefined);
  const chosen = await meshAtHand(path, invocation);
  const draw = (found: readonly Diagnostic[]) =>
    terminal.err.write(drawDiagnostics(found, path, invocation, terminal.err));
  if (!chosen.ok) {
    draw(chosen.diagnostics);
    return exitCode.failed;
  }
  const { kind, store } = chosen.value;
  const host = nodeHost();
  const progress = createProgress(invocation);
  const reason = options["reason"];
  const result = await rotateKeys({
    host,
    manifestFolder: path.folder,
    place: chosen.value,
    engines: engineSupports(engines),
    command: "meshc rotate --revoke",
    names: operands,
    ...(typeof reason === "string" && { reason }),
    progress: progress.take,
  });
  progress.end();
  draw(result.diagnostics);
  if (kind === "applied") draw((await writeOffline(host, store, path.folder)).diagnostics);
  if (!result.ok) return exitCode.failed;
  const isJson = options["json"] === true;
  terminal.out.write(isJson ? rotateJson(result.value) : rotateText(result.value));
  return result.value.ok ? exitCode.done : exitCode.failed;
}
