import { join } from "node:path";
import { regularFile } from "./file-hash.ts";
import { lockName } from "./lock.ts";

/**
 * When an output folder was left by the run that wrote its lock, in milliseconds: a file changed since, or in the same
 * tick of the clock, has to be hashed. 0, so every file, where the lock's time is in the future and says nothing.
 */
export function leftSince(directory: string): number {
  const writtenAt = regularFile(join(directory, lockName))?.mtimeMs ?? 0;
  return writtenAt <= Date.now() ? writtenAt : 0;
}
