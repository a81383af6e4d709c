import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A broker that runs on files of a test. */
export interface StartedProgram {
  readonly pid: number;
  readonly folder: string;
  log(): string;
  /** Writes a file anew, without telling the broker. */
  write(name: string, text: string): void;
  signal(name: NodeJS.Signals): void;
  /** Kills it, and removes its folder. */
  stop(): Promise<void>;
}

/** Starts a program in a folder of its own with some files; `undefined` = it ended. */
export function startProgram(
  program: string,
  parameters: readonly string[],
  files: Readonly<Record<string, string>>,
): StartedProgram {
  const folder = mkdtempSync(join(tmpdir(), "meshc-mqtt-"));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text, { mode: 0o600 });
  for (const [name, text] of Object.entries(files)) write(name, text);
  const log = openSync(join(folder, "log"), "a");
  const child = spawn(program, parameters, { cwd: folder, stdio: ["ignore", log, log] });
  closeSync(log);
  const gone = new Promise<void>((done) => {
    child.once("exit", () => done());
    child.once("error", () => done());
  });
  return {
    pid: child.pid ?? 0,
    folder,
    write,
    log: () => readFileSync(join(folder, "log"), "utf8"),
    signal: (name) => void child.kill(name),
    async stop() {
      child.kill("SIGKILL");
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
