import { existsSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";

// In memory where there is such a file system: a disk takes up to five times as long for the same files the next minute.
const inMemory = existsSync("/dev/shm");

/** Folder below which everything that is measured writes. */
export const fastFolder = inMemory ? "/dev/shm" : tmpdir();

/** What figures were measured on, for the results that are kept. */
export function describeMachine() {
  return {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    files: inMemory ? "in memory" : "on disk",
  };
}
