import type { Analysis } from "../compiler/compile.ts";
import { analyze } from "../compiler/compile.ts";
import type { Result } from "../compiler/diagnostics/result.ts";
import type { CompileMode } from "../compiler/target.ts";
import { engines } from "../targets/engines/index.ts";
import type { Invocation } from "./command-spec.ts";
import { createDiskReader } from "./disk-reader.ts";
import type { ManifestPath } from "./manifest-path.ts";
import { UsageError } from "./usage-error.ts";

/** Runs the compiler up to the proven topology on a manifest from disk, with the shared options of the command. */
export function analyzeManifest(
  path: ManifestPath,
  invocation: Invocation,
  mode: CompileMode,
): Result<Analysis> {
  const { options, terminal } = invocation;
  const reader = createDiskReader(path.folder, terminal.cwd);
  return analyze(path.file, reader, {
    overlays: options.overlay ?? [],
    today: dayOf(options.today),
    engines,
    mode,
  });
}

function dayOf(given: string | undefined): string {
  if (given === undefined) return new Date().toISOString().slice(0, 10);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(Date.parse(given));
  if (!isDay) throw new UsageError(`"${given}" is not a day; write it like 2026-11-30`);
  return given;
}
