import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "../../compiler/model/json.ts";
import { isSystemError } from "./system-reason.ts";

/**
 * Name of the memo: what a large output was made from, so that an unchanged manifest need not be compiled again. It
 * is no part of the output, differs with the order of keys in the manifest, and can be deleted at any time.
 */
export const memoName = ".mesh.memo.json";

/** Outputs of fewer files are compiled sooner than a memo is worth. */
export const memoFrom = 1_000;

/** A file that the compiler read: the hash of its bytes, or why it could not be read. */
export interface ReadInput {
  readonly how: "read" | "readNamed";
  readonly name: string;
  readonly outcome: string;
}

/** A folder that the compiler listed, and the hash of what it found. */
export interface ListedInput {
  readonly folder: string;
  readonly outcome: string;
}

/** Everything that the compiler saw of the world. */
export interface Inputs {
  readonly reads: readonly ReadInput[];
  readonly lists: readonly ListedInput[];
}

/** What decides an output, and what else the run had to say. */
export interface Origin {
  readonly inputs: Inputs;
  /** Options of the command that decide the output, in one string. */
  readonly options: string;
  /** Given back when nothing changed: warnings to show again, for example. */
  readonly remember: Json;
}

/** A memo as it is kept. */
export interface Memo extends Origin {
  readonly version: 1;
  readonly compiler: string;
  /** Hash of the lock that it belongs to. */
  readonly lock: string;
  /** Sizes in bytes of the lock's files by folder and name; a third of the lock's length, since it is always read. */
  readonly sizes: Sizes;
}

/** Sizes in bytes by folder (`""` = the output folder) and name. */
export type Sizes = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The memo of an output folder; `undefined` where there is none that can be used. */
export function readMemo(directory: string): Memo | undefined {
  try {
    const memo: Memo = JSON.parse(readFileSync(join(directory, memoName), "utf8"));
    return memo.version === 1 && isObject(memo.sizes) && isObject(memo.inputs) ? memo : undefined;
  } catch (error) {
    // Whatever is wrong with it: without a memo everything is compiled, which is always right.
    if (isSystemError(error) || error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
