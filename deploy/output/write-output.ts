import { mkdirSync, rmdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { invariant } from "../../compiler/diagnostics/invariant.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { compare } from "../../compiler/model/compare.ts";
import { failure, success } from "../diagnose.ts";
import * as codes from "./codes.ts";
import { changedAt, holds, regularFile, sha256 } from "./file-hash.ts";
import { leftSince } from "./left-since.ts";
import { isSafePath, type Lock, lockName, partSuffix, printLock, readLock } from "./lock.ts";
import { type Memo, memoFrom, memoName, type Origin, type Sizes } from "./memo.ts";
import { type Survey, survey } from "./survey.ts";
import { isSystemError, systemReason } from "./system-reason.ts";
import { writeWhole } from "./write-whole.ts";

/** A file to be in the output; `path` is below the output folder, with `/`, its environment first. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/** What the lock says of an output, and how it is written. */
export interface OutputMeta {
  readonly mesh: string;
  /** Version of this meshc. */
  readonly compiler: string;
  /** Only these environments were compiled; the others' files stay. Absent = all of them. */
  readonly environments?: readonly string[];
  /** Hash every file that is there instead of trusting its size and time. */
  readonly check?: boolean;
  /** Where the output comes from, for `unchangedOutput` of the next run. */
  readonly origin?: Origin;
}

/** How many files a run wrote, removed and left as they were. */
export interface OutputSummary {
  readonly written: number;
  readonly removed: number;
  readonly unchanged: number;
}

/** A run that brings a folder to an output. */
interface Run {
  readonly directory: string;
  readonly files: ReadonlyMap<string, string>;
  readonly lock: Lock;
  readonly before: Lock | undefined;
  readonly found: Survey;
}

/**
 * Brings an output folder to the given files: writes what differs, each file beside its place and then renamed, and
 * removes what is no longer made. `mesh.lock.json` is marked unfinished first and finished last, so that the next
 * run knows of one that was killed or found the disk full, and mends it. A folder with files that no lock of meshc's
 * accounts for is refused, and nothing in it touched.
 */
export function writeOutput(
  directory: string,
  artifacts: Iterable<OutputFile>,
  meta: OutputMeta,
): Result<OutputSummary> {
  try {
    return attempt(directory, artifacts, meta);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const path = (error.path ?? directory).replace(partSuffix, "");
    return failure(codes.outputUnwritable, { path, reason: systemReason(error) });
  }
}

function attempt(
  directory: string,
  artifacts: Iterable<OutputFile>,
  meta: OutputMeta,
): Result<OutputSummary> {
  if (!openFolder(directory)) return failure(codes.outputNotAFolder, { directory });
  const read = readLock(directory);
  if (read.kind === "unreadable") {
    return failure(codes.outputLockUnreadable, { file: join(directory, lockName), reason: read.reason });
  }
  const before = read.kind === "ok" ? read.lock : undefined;
  const files = textsByPath(artifacts);
  const lock = lockOf(files, before, meta);
  const isOurs = (path: string) => before?.files.has(path) === true;
  const found = survey(directory, isOurs);
  if (found.foreign.length > 0) return failure(codes.outputForeign, { directory, files: found.foreign });
  const run: Run = { directory, files, lock, before, found };
  const summary = bring(run, meta.check === true);
  writeMemo(run, meta);
  return success(summary);
}

/** Makes the folder where there is none. False where something else stands there. */
function openFolder(directory: string): boolean {
  try {
    mkdirSync(directory);
    return true;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === "EEXIST")
      return statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true;
    if (error.code === "ENOTDIR") return false;
    if (error.code !== "ENOENT") throw error;
    // Only now for all folders on the way: then node says ENOENT whatever the operating system said.
    if (!openFolder(dirname(directory))) return false;
    mkdirSync(directory);
    return true;
  }
}

function textsByPath(artifacts: Iterable<OutputFile>): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const { path, text } of artifacts) {
    invariant(isSafePath(path) && path !== lockName && path !== memoName, `it made a file "${path}"`);
    invariant(!files.has(path), `it made the file "${path}" twice`);
    files.set(path, text);
  }
  return files;
}

function lockOf(files: ReadonlyMap<string, string>, before: Lock | undefined, meta: OutputMeta): Lock {
  const hashes = new Map<string, string>();
  const compiled = meta.environments && new Set(meta.environments);
  for (const [path, hash] of before?.files ?? []) {
    if (compiled && !compiled.has(path.split("/")[0] ?? "")) hashes.set(path, hash);
  }
  for (const [path, text] of files) hashes.set(path, sha256(text));
  const sorted = new Map([...hashes].toSorted(([a], [b]) => compare(a, b)));
  return { version: 1, mesh: meta.mesh, compiler: meta.compiler, files: sorted };
}

function bring(run: Run, check: boolean): OutputSummary {
  const { directory, files, lock, before, found } = run;
  const leftAt = check || before?.unfinished ? 0 : leftSince(directory);
  let doubted = 0;
  const wanted = [...files.keys()].filter((path) => {
    const state = found.known.has(path) ? compareFile(run, path, leftAt) : "differs";
    if (state === "hashed") doubted++;
    return state === "differs";
  });
  const stale = [...found.known].filter((path) => !lock.files.has(path));
  const text = printLock(lock);
  const isDone = wanted.length === 0 && stale.length === 0 && found.parts.length === 0;
  if (isDone && before && printLock(before) === text) {
    // All is as it should be; with the lock's time set anew, the next run need not hash these files again.
    if (doubted > 0) touch(join(directory, lockName));
  } else {
    for (const part of found.parts) rmSync(join(directory, part), { force: true });
    markUnfinished(run);
    const folders = new Set(found.folders);
    for (const path of stale) remove(directory, path, folders);
    writeFiles(run, wanted, folders);
    writeWhole(join(directory, lockName), text);
  }
  return { written: wanted.length, removed: stale.length, unchanged: files.size - wanted.length };
}

/** `same` by size and time, `hashed` where only its hash told, `differs` otherwise. */
function compareFile(run: Run, path: string, leftAt: number): "same" | "hashed" | "differs" {
  const file = join(run.directory, path);
  const hash = run.lock.files.get(path) ?? "";
  const stats = regularFile(file);
  if (!stats || stats.size !== Buffer.byteLength(run.files.get(path) ?? "")) return "differs";
  if (changedAt(stats) < leftAt) return run.before?.files.get(path) === hash ? "same" : "differs";
  return holds(file, hash) ? "hashed" : "differs";
}

/** From here on the lock accounts for what was there and for what is to come. */
function markUnfinished(run: Run): void {
  const files = new Map([...(run.before?.files ?? []), ...run.lock.files]);
  writeWhole(join(run.directory, lockName), printLock({ ...run.lock, unfinished: true, files }));
}

function writeFiles(run: Run, paths: readonly string[], folders: Set<string>): void {
  for (const path of paths) {
    const folder = dirname(path);
    if (!folders.has(folder)) mkdirSync(join(run.directory, folder), { recursive: true });
    folders.add(folder);
    writeWhole(join(run.directory, path), run.files.get(path) ?? "");
  }
}

/** Removes a file and the folders that it leaves empty, from the set too. */
function remove(directory: string, path: string, folders: Set<string>): void {
  rmSync(join(directory, path), { force: true });
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
    try {
      rmdirSync(join(directory, folder));
      folders.delete(folder);
    } catch (error) {
      if (isSystemError(error) && (error.code === "ENOTEMPTY" || error.code === "EEXIST")) return;
      throw error;
    }
  }
}

function touch(path: string): void {
  const now = new Date();
  utimesSync(path, now, now);
}

/** Only a large output has a memo, and only one that this run made as a whole. */
function writeMemo(run: Run, meta: OutputMeta): void {
  const path = join(run.directory, memoName);
  if (!meta.origin || meta.environments || run.files.size < memoFrom) {
    rmSync(path, { force: true });
    return;
  }
  const sizes = sizesOf(run.files);
  const lock = sha256(printLock(run.lock));
  const memo: Memo = { version: 1, compiler: meta.compiler, lock, sizes, ...meta.origin };
  writeWhole(path, JSON.stringify(memo));
}

function sizesOf(files: ReadonlyMap<string, string>): Sizes {
  const sizes: Record<string, Record<string, number>> = {};
  for (const [path, text] of files) {
    const end = path.lastIndexOf("/");
    const folder = (sizes[path.slice(0, Math.max(end, 0))] ??= {});
    folder[path.slice(end + 1)] = Buffer.byteLength(text);
  }
  return sizes;
}
