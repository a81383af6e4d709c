import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../nats/until.ts";

/** A program that is started, killed and started again on the files of one folder. */
export interface RunningProgram {
  readonly folder: string;
  /** Starts it and waits until it is ready; does nothing where it runs. */
  start(): Promise<void>;
  /** Ends it, and waits for that. */
  stop(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  /** Holds it, or lets it go on. */
  signal(signal: "SIGSTOP" | "SIGCONT"): void;
  runs(): boolean;
  pid(): number;
  log(): string;
}

/** `name` is that of the log; `parameters` are asked for at each start; `ready` is asked until it says so, for 30 s. */
export function program(
  name: string,
  path: string,
  parameters: () => readonly string[],
  folder: string,
  ready: () => Promise<boolean>,
): RunningProgram {
  mkdirSync(folder, { recursive: true });
  const logFile = join(folder, `${name}.log`);
  let child: ChildProcess | undefined;
  let gone = Promise.resolve();
  const running: RunningProgram = {
    folder,
    runs: () => child !== undefined,
    pid: () => child?.pid ?? 0,
    log: () => readFileSync(logFile, "utf8"),
    signal: (signal) => void child?.kill(signal),
    async start() {
      if (child) return;
      const log = openSync(logFile, "a");
      const made = spawn(path, parameters(), { cwd: folder, stdio: ["ignore", log, log] });
      closeSync(log);
      child = made;
      gone = new Promise((done) => made.once("exit", () => ((child = undefined), done())));
      const up = await until(async () => child !== made || (await ready()), 30_000);
      if (!up || child !== made) throw new Error(`${name} did not start:\n${running.log().slice(-4_000)}`);
    },
    async stop(signal) {
      child?.kill(signal);
      const hard = setTimeout(() => child?.kill("SIGKILL"), 15_000);
      await gone;
      clearTimeout(hard);
    },
  };
  return running;
}
