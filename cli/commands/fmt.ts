import { realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { load } from "../../compiler/load/load.ts";
import { formatYaml } from "../../compiler/source/format.ts";
import type { SourceFile } from "../../compiler/source/source-file.ts";
import type { Invocation } from "../command-spec.ts";
import { createDiskReader } from "../disk-reader.ts";
import { drawDiagnostics } from "../draw-diagnostics.ts";
import { exitCode } from "../exit-code.ts";
import type { ManifestPath } from "../manifest-path.ts";
import { manifestPath } from "../manifest-path.ts";
import { visible } from "../views/visible.ts";
import { writeOutputFile } from "../write-output-file.ts";

/** A file of the manifest whose layout is not canonical, and its text as it should be. */
interface Change {
  readonly file: SourceFile;
  readonly text: string;
}

/** Formats the root file, what it includes and the overlays named. A file that cannot be formatted stops all. */
export async function fmt(invocation: Invocation): Promise<number> {
  const { terminal, options, operands } = invocation;
  const path = manifestPath(invocation, operands[0]);
  const reader = createDiskReader(path.folder, terminal.cwd);
  const loaded = load(path.file, reader, { overlays: options.overlay ?? [] });
  const found = loaded.ok ? changesOf(loaded.value.files) : { changes: [], diagnostics: loaded.diagnostics };
  terminal.err.write(drawDiagnostics(found.diagnostics, path, invocation, terminal.err));
  if (found.diagnostics.length > 0) return exitCode.failed;
  const isCheck = options["check"] === true;
  for (const change of found.changes) {
    if (!isCheck && !write(change, path, invocation)) return exitCode.failed;
    if (!options.quiet) terminal.out.write(`${visible(path.prefix + change.file.name)}\n`);
  }
  return isCheck && found.changes.length > 0 ? exitCode.failed : exitCode.done;
}

function changesOf(files: readonly SourceFile[]): {
  readonly changes: readonly Change[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const changes: Change[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of files) {
    const formatted = formatYaml(file);
    diagnostics.push(...formatted.diagnostics);
    if (formatted.ok && formatted.value !== file.text) changes.push({ file, text: formatted.value });
  }
  return { changes, diagnostics };
}

/** Keeps the file's permissions, and the link where the file is one. */
function write({ file, text }: Change, { folder }: ManifestPath, { terminal }: Invocation): boolean {
  const path = realpathSync(resolve(folder, file.name));
  return writeOutputFile(path, text, terminal, statSync(path).mode & 0o777) === exitCode.done;
}
