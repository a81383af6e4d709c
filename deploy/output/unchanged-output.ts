import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "../../compiler/model/json.ts";
import type { SourceReader } from "../../compiler/source/source-reader.ts";
import { changedAt, holds, regularFile } from "./file-hash.ts";
import { leftSince } from "./left-since.ts";
import { lockName, readLock } from "./lock.ts";
import { memoName, readMemo, type Sizes } from "./memo.ts";
import { sameInputs } from "./record-inputs.ts";
import { isSystemError } from "./system-reason.ts";

/** An output that a compilation would leave as it is. */
export interface UnchangedOutput {
  /** How many files it has. */
  readonly files: number;
  /** What the run that wrote it asked to remember. */
  readonly remember: Json;
}

/**
 * Says that an output folder already holds what compiling would write, found without parsing or compiling: the same
 * compiler, options and inputs (by hash), a finished lock, and files that are as they were left (by size and time).
 * `undefined` where that is not certain, for small outputs too; then compile.
 */
export function unchangedOutput(
  directory: string,
  reader: SourceReader,
  compiler: string,
  options: string,
): UnchangedOutput | undefined {
  const memo = readMemo(directory);
  if (!memo || memo.compiler !== compiler || memo.options !== options) return undefined;
  const lockPath = join(directory, lockName);
  if (!regularFile(lockPath) || !holds(lockPath, memo.lock)) return undefined;
  if (!sameInputs(reader, memo.inputs) || !isAsLeft(directory, memo.sizes)) return undefined;
  const files = Object.values(memo.sizes).reduce((sum, folder) => sum + Object.keys(folder).length, 0);
  return { files, remember: memo.remember };
}

function isAsLeft(directory: string, sizes: Sizes): boolean {
  const leftAt = leftSince(directory);
  const doubted: string[] = [];
  const folders = new Set<string>([""]);
  for (const [folder, files] of Object.entries(sizes)) {
    addWithParents(folders, folder);
    for (const name in files) {
      const path = folder === "" ? name : `${folder}/${name}`;
      const stats = regularFile(`${directory}/${path}`);
      if (!stats || stats.size !== files[name]) return false;
      if (changedAt(stats) >= leftAt) doubted.push(path);
    }
  }
  return (
    areUnchanged(directory, doubted) &&
    [...folders].every((folder) => holdsNothingNew(directory, folder, sizes, leftAt))
  );
}

function addWithParents(folders: Set<string>, folder: string): void {
  for (let path = folder; !folders.has(path); path = path.slice(0, Math.max(path.lastIndexOf("/"), 0)))
    folders.add(path);
}

/** Looks into files that size and time leave in doubt; only for them the lock is parsed. */
function areUnchanged(directory: string, paths: readonly string[]): boolean {
  if (paths.length === 0) return true;
  const read = readLock(directory);
  if (read.kind !== "ok") return false;
  return paths.every((path) => holds(join(directory, path), read.lock.files.get(path) ?? ""));
}

/** A folder changes its time when something is added; only then is it worth a look. */
function holdsNothingNew(directory: string, folder: string, sizes: Sizes, leftAt: number): boolean {
  const path = `${directory}/${folder}`;
  try {
    if (changedAt(lstatSync(path)) < leftAt) return true;
    const files = sizes[folder] ?? {};
    return readdirSync(path, { withFileTypes: true }).every(
      (entry) => entry.isDirectory() || Object.hasOwn(files, entry.name) || isOwn(folder, entry.name),
    );
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

function isOwn(folder: string, name: string): boolean {
  return folder === "" && (name === lockName || name === memoName);
}
