import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { open, readFile, readdir, readlink } from "node:fs/promises";
import type { HostProcesses, ProcessId, RunningProcess, StartOptions } from "./host.ts";
import { runProgram } from "./run-program.ts";

/** Processes of this machine, through Node and the `/proc` of Linux. */
export const nodeProcesses: HostProcesses = {
  supported: process.platform === "linux",
  self,
  find,
  all,
  lives,
  start,
  signal,
  run: runProgram,
};

async function self(): Promise<ProcessId> {
  const found = await identify(process.pid);
  return found ?? { pid: process.pid, born: "" };
}

async function find(pid: number): Promise<RunningProcess | undefined> {
  const id = await identify(pid);
  const commandLine = id && (await readWords(`/proc/${pid}/cmdline`));
  if (!id || !commandLine) return undefined;
  const folder = await orUndefined(readlink(`/proc/${pid}/cwd`));
  const words = await readWords(`/proc/${pid}/environ`);
  return {
    ...id,
    commandLine,
    ...(folder !== undefined && { folder: folder.replace(/ \(deleted\)$/, "") }),
    ...(words && { environment: variables(words) }),
  };
}

async function all(): Promise<readonly RunningProcess[]> {
  const names = await readdir("/proc");
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map(find));
  return found.filter((each) => each?.environment !== undefined).filter((each) => each !== undefined);
}

async function lives(id: ProcessId): Promise<boolean | "unknown"> {
  const here = await surroundings();
  const [boot, namespace] = id.born.split("/");
  if (boot !== here.boot) return false;
  if (namespace !== here.namespace) return "unknown";
  return (await identify(id.pid))?.born === id.born;
}

async function start(options: StartOptions): Promise<ProcessId> {
  // Opened by us, so that the log belongs to nobody else from its first byte on.
  const log = await open(options.log, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND, 0o600);
  try {
    const child = spawn(options.program, options.arguments, {
      cwd: options.folder,
      env: { ...options.environment },
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
    });
    await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
    child.unref();
    const pid = child.pid ?? 0;
    return (await identify(pid)) ?? { pid, born: "" };
  } finally {
    await log.close();
  }
}

async function signal(id: ProcessId, name: "SIGHUP" | "SIGTERM" | "SIGKILL"): Promise<boolean> {
  if ((await lives(id)) !== true) return false;
  try {
    return process.kill(id.pid, name);
  } catch {
    return false;
  }
}

/** `stat` puts the name in parentheses, which may hold anything; state and start time are counted from behind it. */
async function identify(pid: number): Promise<ProcessId | undefined> {
  const stat = await orUndefined(readFile(`/proc/${pid}/stat`, "utf8"));
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, ticks] = [fields?.[0], fields?.[19]];
  if (state === undefined || ticks === undefined || state === "Z" || state === "X") return undefined;
  const { boot, namespace } = await surroundings();
  return { pid, born: `${boot}/${namespace}/${ticks}` };
}

let known: Promise<{ readonly boot: string; readonly namespace: string }> | undefined;

/** The boot of this machine and the namespace that our process numbers belong to. */
function surroundings(): Promise<{ readonly boot: string; readonly namespace: string }> {
  known ??= Promise.all([
    orUndefined(readFile("/proc/sys/kernel/random/boot_id", "utf8")),
    orUndefined(readlink("/proc/self/ns/pid")),
  ]).then(([boot, namespace]) => ({
    boot: boot?.trim() ?? "",
    namespace: /\d+/.exec(namespace ?? "")?.[0] ?? "",
  }));
  return known;
}

async function readWords(path: string): Promise<readonly string[] | undefined> {
  const text = await orUndefined(readFile(path, "utf8"));
  return text?.split("\0").filter((word) => word !== "");
}

function variables(words: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    words.map((word) => {
      const at = word.indexOf("=");
      return at < 0 ? [word, ""] : [word.slice(0, at), word.slice(at + 1)];
    }),
  );
}

async function orUndefined<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch {
    return undefined;
  }
}
