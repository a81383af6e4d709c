import { readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { leftBeside, type PrintedCredentials } from "../deploy/credentials/print-credentials.ts";
import { exitCode } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";
import { writeOutputFile } from "./write-output-file.ts";

/**
 * Writes credentials to files of mode 0600: those that the main one names first, so that a run which is killed leaves
 * the old ones or the new, and at last removes those that it does not name any more.
 */
export function writeSecretFiles(printed: PrintedCredentials, terminal: Terminal): number {
  for (const { path, text } of [...printed.beside, printed.main]) {
    const code = writeOutputFile(path, text, terminal, 0o600);
    if (code !== exitCode.done) return code;
  }
  const folder = dirname(printed.main.path);
  for (const name of leftBeside(printed, readdirSync(folder))) rmSync(join(folder, name), { force: true });
  return exitCode.done;
}
