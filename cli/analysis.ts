import type { Analysis } from "../compiler/compile.ts";
import { analyze } from "../compiler/compile.ts";
import type { Result } from "../compiler/diagnostics/result.ts";
import type { SourceReader } from "../compiler/source/source-reader.ts";
import type { CompileMode } from "../compiler/target.ts";
import { engines } from "../targets/engines/index.ts";
import type { Invocation } from "./command-spec.ts";
import { dayOf } from "./day-of.ts";
import { createDiskReader } from "./disk-reader.ts";
import type { ManifestPath } from "./manifest-path.ts";
import { inOrder } from "./views/in-order.ts";

/** Runs the compiler up to the proven topology on a manifest from disk, with the shared options of the command. */
export function analyzeManifest(
  path: ManifestPath,
  invocation: Invocation,
  mode: CompileMode,
  reader: SourceReader = createDiskReader(path.folder, invocation.terminal.cwd),
): Result<Analysis> {
  const { options } = invocation;
  const result = analyze(path.file, reader, {
    overlays: options.overlay ?? [],
    today: dayOf(options.today),
    engines,
    mode,
  });
  return { ...result, diagnostics: inOrder(result.diagnostics) };
}
