import { renameSync, rmSync, writeFileSync } from "node:fs";
import { partSuffix } from "./lock.ts";
import { isSystemError } from "./system-reason.ts";

/**
 * Writes a file beside its place and renames it, so that the path holds the old or the new text and never a part.
 * Throws what the operating system says, a full disk included, after removing what was begun.
 */
export function writeWhole(path: string, text: string): void {
  const part = `${path}${partSuffix}`;
  try {
    // Writes until all is written: a single write may stop short on a full disk without an error.
    writeFileSync(part, text, { flag: "wx" });
    renameSync(part, path);
  } catch (error) {
    // What exists already is another run's.
    if (!isSystemError(error) || error.code !== "EEXIST") rmSync(part, { force: true });
    throw error;
  }
}
