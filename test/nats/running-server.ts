import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, closeSync } from "node:fs";
import { join } from "node:path";
import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import type { Keys } from "./keys.ts";
import { until } from "./until.ts";

/** One real nats-server that runs on an instance's files. */
export interface RunningServer {
  readonly name: string;
  readonly folder: string;
  readonly pid: number;
  port(listener: string): number;
  /** JSON of the monitoring listener, such as `/varz`. */
  ask(path: string): Promise<Record<string, unknown>>;
  log(): string;
  /** Writes other files, without telling the server. */
  write(instance: WorkloadInstance): void;
  /** Sends SIGHUP and tells whether the server took the reload, refused it, or ended. */
  reload(): Promise<"taken" | "refused" | "ended">;
  exited(): boolean;
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<void>;
}

/** Writes an instance's files with the values of its secrets, starts the program and waits until it is healthy. */
export async function startServer(
  program: string,
  instance: WorkloadInstance,
  keys: Keys,
  folder: string,
): Promise<RunningServer> {
  mkdirSync(folder, { recursive: true });
  writeFiles(folder, instance, keys);
  const logFile = join(folder, "log");
  const log = openSync(logFile, "a");
  const child = spawn(program, instance.command.arguments, { cwd: folder, stdio: ["ignore", log, log] });
  closeSync(log);
  const server = running(child, instance, keys, folder, logFile);
  const { health } = instance;
  const path = health.kind === "http" ? health.path : "";
  const healthy = await until(
    async () => server.exited() || (await answers(server.port("management"), path)),
    30_000,
  );
  if (!healthy || server.exited()) {
    await server.stop("SIGKILL");
    throw new Error(`${instance.name} did not start:\n${server.log()}`);
  }
  return server;
}

function running(
  child: ChildProcess,
  instance: WorkloadInstance,
  keys: Keys,
  folder: string,
  logFile: string,
): RunningServer {
  let ended = false;
  const gone = new Promise<void>((done) => child.once("exit", () => ((ended = true), done())));
  const log = () => readFileSync(logFile, "utf8");
  const port = (listener: string) => {
    const found = instance.listeners.find(({ name }) => name === listener);
    if (!found) throw new Error(`${instance.name} has no listener ${listener}`);
    return found.port;
  };
  return {
    name: instance.name,
    folder,
    pid: child.pid ?? 0,
    port,
    log,
    exited: () => ended,
    write: (next) => writeFiles(folder, next, keys),
    async ask(path) {
      const response = await fetch(`http://127.0.0.1:${port("management")}${path}`, {
        signal: AbortSignal.timeout(3_000),
      });
      return (await response.json()) as Record<string, unknown>;
    },
    async reload() {
      const before = log().length;
      child.kill("SIGHUP");
      const said = () =>
        /Reloaded server configuration|Failed to reload server configuration/.exec(log().slice(before));
      await until(() => ended || said() !== null, 5_000);
      if (ended) return "ended";
      return said()?.[0].startsWith("Reloaded") ? "taken" : "refused";
    },
    async stop(signal = "SIGTERM") {
      if (!ended) child.kill(signal);
      const hard = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await gone;
      clearTimeout(hard);
    },
  };
}

function writeFiles(folder: string, instance: WorkloadInstance, keys: Keys): void {
  for (const file of instance.files) {
    const path = join(folder, file.path);
    rmSync(path, { force: true });
    writeFileSync(
      path,
      file.parts.map((part) => (typeof part === "string" ? part : keys.resolve(part))).join(""),
    );
    chmodSync(path, file.mode);
  }
}

async function answers(port: number, path: string): Promise<boolean> {
  const options = { signal: AbortSignal.timeout(1_000) };
  return fetch(`http://127.0.0.1:${port}${path}`, options).then(
    (response) => response.ok,
    () => false,
  );
}
