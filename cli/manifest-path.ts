import { statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { Invocation } from "./command-spec.ts";
import { UsageError } from "./usage-error.ts";

/** Which manifest a command works on. */
export interface ManifestPath {
  /** The root file's folder, absolute. */
  readonly folder: string;
  /** The root file's name within it. */
  readonly file: string;
  /** Goes before names relative to `folder` to show them as seen from the current folder: `""` or `infra/`. */
  readonly prefix: string;
}

const usualName = "mesh.yaml";

/**
 * Finds the manifest of `-m PATH` or of the operand, else of the current folder. Reads nothing of it. `operand` is
 * that of commands whose operand is a manifest.
 */
export function manifestPath({ options, terminal }: Invocation, operand: string | undefined): ManifestPath {
  if (options.manifest !== undefined && operand !== undefined) {
    throw new UsageError("the manifest is named twice, by -m and as an operand");
  }
  const path = resolve(terminal.cwd, options.manifest ?? operand ?? ".");
  const file = isFolder(path) ? join(path, usualName) : path;
  const folder = dirname(file);
  const way = relative(terminal.cwd, folder);
  return { folder, file: basename(file), prefix: way === "" ? "" : `${way}/` };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // Whatever is wrong with the path, reading the manifest says it with its name.
    return false;
  }
}
