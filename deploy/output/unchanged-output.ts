import { lstatSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Json } from "../../compiler/model/json.ts";
import type { SourceReader } from "../../compiler/source/source-reader.ts";
import { changedAt, holds, regularFile, sha256 } from "./file-hash.ts";
import { leftSince } from "./left-since.ts";
import { type Lock, lockName, readLock } from "./lock.ts";
import { memoName, readMemo } from "./memo.ts";
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
  const read = readLock(directory);
  if (read.kind !== "ok" || read.lock.unfinished || sha256(read.text) !== memo.lock) return undefined;
  if (!sameInputs(reader, memo.inputs) || !isAsLeft(directory, read.lock, memo.sizes)) return undefined;
  return { files: read.lock.files.size, remember: memo.remember };
}

function isAsLeft(directory: string, lock: Lock, sizes: readonly number[]): boolean {
  const leftAt = leftSince(directory);
  let index = 0;
  for (const [path, hash] of lock.files) {
    const stats = regularFile(join(directory, path));
    if (!stats || stats.size !== sizes[index++]) return false;
    if (changedAt(stats) >= leftAt && !holds(join(directory, path), hash)) return false;
  }
  return foldersOf(lock).every((folder) => holdsNothingNew(directory, folder, lock, leftAt));
}

function foldersOf(lock: Lock): readonly string[] {
  const folders = new Set<string>(["."]);
  for (const path of lock.files.keys()) {
    for (let folder = dirname(path); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  }
  return [...folders];
}

/** A folder changes its time when something is added; only then is it worth a look. */
function holdsNothingNew(directory: string, folder: string, lock: Lock, leftAt: number): boolean {
  const path = join(directory, folder);
  try {
    if (changedAt(lstatSync(path)) < leftAt) return true;
    return readdirSync(path, { withFileTypes: true }).every((entry) => {
      const name = folder === "." ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() || lock.files.has(name) || name === lockName || name === memoName;
    });
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}
