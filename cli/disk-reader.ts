import type { Dirent, Stats } from "node:fs";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
} from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { FolderEntry, ReadOutcome, SourceReader } from "../compiler/source/source-reader.ts";

/**
 * Reads a manifest from disk. `folder` is the root file's folder; what an include names is read only where it really
 * is below it, links resolved. Paths of the command line are relative to `cwd`.
 */
export function createDiskReader(folder: string, cwd: string): SourceReader {
  const root = realOrSelf(folder);
  return {
    read: (name, limit) => attempt(() => readWithin(root, name, limit)),
    readNamed: (name, limit) => {
      const path = resolve(root, name);
      const outcome = attempt(() => readFile(realpathSync(path), limit));
      return outcome.kind === "missing" ? { ...outcome, path: shownFrom(realOrSelf(cwd), path) } : outcome;
    },
    nameOf: (path) => withSlashes(relative(root, resolve(realOrSelf(cwd), path))),
    list: (name) => listFolder(root, name),
  };
}

function realOrSelf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** A path as a user in a folder would name it: from there where it is below, else whole. */
function shownFrom(folder: string, path: string): string {
  return isWithin(folder, path) ? withSlashes(relative(folder, path)) : path;
}

function readWithin(root: string, name: string, limit: number): ReadOutcome {
  const real = realpathSync(resolve(root, name));
  return isWithin(root, real) ? readFile(real, limit) : { kind: "outside" };
}

function readFile(real: string, limit: number): ReadOutcome {
  // Opening a pipe would wait for a writer and a socket cannot be opened, so look first.
  const seen = statSync(real);
  if (!seen.isFile()) return { kind: "not-a-file", what: kindOf(seen) };
  // Between looking and opening the path may have become a link or a pipe.
  const descriptor = openSync(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const opened = fstatSync(descriptor);
    if (!opened.isFile()) return { kind: "not-a-file", what: kindOf(opened) };
    return opened.size > limit ? { kind: "too-large" } : readAll(descriptor, opened.size, limit);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads to the end, also of files that grow meanwhile or tell no size (`/proc`), but never more than the limit. */
function readAll(descriptor: number, size: number, limit: number): ReadOutcome {
  let buffer = Buffer.allocUnsafe(Math.min(size, limit) + 1);
  let length = 0;
  for (;;) {
    const count = readSync(descriptor, buffer, length, buffer.length - length, null);
    if (count === 0) return { kind: "ok", bytes: buffer.subarray(0, length) };
    length += count;
    if (length > limit) return { kind: "too-large" };
    if (length === buffer.length)
      buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length + 65_536)]);
  }
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return "folder";
  if (stats.isSocket()) return "socket";
  return stats.isFIFO() ? "pipe" : "device";
}

function listFolder(root: string, name: string): readonly FolderEntry[] {
  try {
    const folder = realpathSync(resolve(root, name));
    if (!isWithin(root, folder)) return [];
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => folderEntry(root, folder, entry));
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}

function folderEntry(root: string, folder: string, entry: Dirent): readonly FolderEntry[] {
  if (entry.isDirectory()) return [{ name: entry.name, kind: "folder" }];
  if (!entry.isSymbolicLink()) return [{ name: entry.name, kind: "file" }];
  try {
    const real = realpathSync(resolve(folder, entry.name));
    const isFolder = lstatSync(real).isDirectory() && isWithin(root, real);
    return [{ name: entry.name, kind: isFolder ? "link-to-folder" : "file" }];
  } catch (error) {
    // A dangling link: whoever reads it says that it is missing.
    if (isSystemError(error)) return [{ name: entry.name, kind: "file" }];
    throw error;
  }
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function withSlashes(path: string): string {
  return sep === "/" ? path : path.split(sep).join("/");
}

/** Turns what the operating system says into an outcome; anything else is a fault of ours and goes on. */
function attempt(read: () => ReadOutcome): ReadOutcome {
  try {
    return read();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return { kind: "missing" };
    return { kind: "unreadable", reason: reasons[error.code] ?? error.code };
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  ELOOP: "too many symbolic links",
  ENAMETOOLONG: "the name is too long",
  EIO: "the disk reports an error",
};

function isSystemError(error: unknown): error is NodeJS.ErrnoException & { readonly code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string" && "syscall" in error;
}
