import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compare } from "../../compiler/model/compare.ts";
import { isSystemError, systemReason } from "./system-reason.ts";

/** Name of the lock in the output folder. */
export const lockName = "mesh.lock.json";

/** Added to the name of a file while it is written. */
export const partSuffix = ".meshc-part";

/** What meshc wrote into an output folder. */
export interface Lock {
  readonly version: 1;
  readonly mesh: string;
  /** Version of the meshc that wrote it. */
  readonly compiler: string;
  /** Present from the first write of a run to its last: what is in the files is not known then. */
  readonly unfinished?: true;
  /** SHA-256 in hexadecimal by path below the folder, with `/`. */
  readonly files: ReadonlyMap<string, string>;
}

/** A lock that was read, with its text; that there is none; or why it cannot be used. */
export type LockOutcome =
  | { readonly kind: "ok"; readonly lock: Lock; readonly text: string }
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable"; readonly reason: string };

/** Reads the lock of an output folder. */
export function readLock(directory: string): LockOutcome {
  let text: string;
  try {
    text = readFileSync(join(directory, lockName), "utf8");
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return error.code === "ENOENT"
      ? { kind: "missing" }
      : { kind: "unreadable", reason: systemReason(error) };
  }
  const lock = parseLock(text);
  return typeof lock === "string" ? { kind: "unreadable", reason: lock } : { kind: "ok", lock, text };
}

/** The lock as JSON, files sorted by code unit: the same bytes for the same output. */
export function printLock(lock: Lock): string {
  const files = Object.fromEntries([...lock.files].toSorted(([a], [b]) => compare(a, b)));
  const { version, mesh, compiler, unfinished } = lock;
  return `${JSON.stringify({ version, mesh, compiler, ...(unfinished && { unfinished }), files }, undefined, 2)}\n`;
}

/** An empty part, `.` or `..` between slashes or at an end; a backslash; NUL. */
const unsafe = /(?:^|\/)\.{0,2}(?:\/|$)|\\|\0/;

/**
 * Whether a path stays below the folder that it is relative to. Locks are checked too: their paths are removed when
 * they are no longer made, and anyone may have edited them.
 */
export function isSafePath(path: string): boolean {
  return !unsafe.test(path);
}

/** A lock from its text, or why it is none. */
function parseLock(text: string): Lock | string {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return "it is not JSON";
  }
  if (!isRecord(data) || !isRecord(data["files"])) return "it has no `files`";
  if (data["version"] !== 1) return "its version is not 1";
  const files = new Map<string, string>();
  for (const [path, hash] of Object.entries(data["files"])) {
    if (!isSafePath(path) || path === lockName) return `it lists "${path}"`;
    if (typeof hash !== "string") return `"${path}" has no hash`;
    files.set(path, hash);
  }
  const { mesh, compiler, unfinished } = data;
  if (typeof mesh !== "string" || typeof compiler !== "string") return "it names no mesh and compiler";
  return { version: 1, mesh, compiler, ...(unfinished === true && { unfinished }), files };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
