import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunResult } from "../disturbed/disturbed-run.ts";

/** Results of a suite's runs, kept so that one that was cut off goes on where it was. */
export interface KeptRuns {
  find(key: string): RunResult | undefined;
  keep(key: string, run: RunResult): void;
  /** Forgets all of them. */
  clear(): void;
}

/** Results that were made by code of this hash, in a file of this machine. */
export function keptRuns(suite: string, hash: string): KeptRuns {
  const file = join(tmpdir(), `meshc-${suite}-${hash.slice(0, 16)}.json`);
  const known = new Map<string, RunResult>(
    existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as [string, RunResult][]) : [],
  );
  return {
    find: (key) => known.get(key),
    keep(key, run) {
      known.set(key, run);
      writeFileSync(`${file}.new`, JSON.stringify([...known]));
      renameSync(`${file}.new`, file);
    },
    clear: () => rmSync(file, { force: true }),
  };
}
