import { chmodSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { isSystemError, systemReason } from "../deploy/output/system-reason.ts";
import { exitCode } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";
import { visible } from "./views/visible.ts";

/**
 * Writes a result to the file that `-o` names, beside it first, so that it is there whole or not at all.
 * A device or a pipe is written to as it is: a file renamed over /dev/null would take its place for everybody.
 */
export function writeOutputFile(file: string, text: string, terminal: Terminal, mode = 0o644): number {
  const path = resolve(terminal.cwd, file);
  const unfinished = `${path}.${process.pid}.part`;
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) {
      writeFileSync(path, text);
      return exitCode.done;
    }
    // What a killed run left under this name may be readable to others.
    rmSync(unfinished, { force: true });
    writeFileSync(unfinished, text, { mode, flag: "wx" });
    // The mode of writing is cut by the umask, which an existing file's was not.
    chmodSync(unfinished, mode);
    renameSync(unfinished, path);
    return exitCode.done;
  } catch (error) {
    rmSync(unfinished, { force: true });
    terminal.err.write(`error: cannot write ${visible(file)}: ${reasonOf(error)}\n`);
    return exitCode.failed;
  }
}

function reasonOf(error: unknown): string {
  if (isSystemError(error)) return systemReason(error);
  return visible(error instanceof Error ? error.message : String(error));
}
