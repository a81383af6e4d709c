/**
 * Makes what is generated and not committed: validators compiled from the schemas, templates compiled ahead, texts
 * that `explain` prints. Each generator is a program of its own, so that one can be run alone.
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const generators = ["build-validators", "build-templates", "build-texts"];

/** Runs every generator; a failing one ends the build. */
export function generate() {
  for (const name of generators) {
    const file = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
    if (existsSync(file)) execFileSync(process.execPath, [file], { stdio: "inherit" });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generate();
