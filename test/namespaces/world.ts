import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { beginning, type Networks, worldScript } from "./world-script.ts";

/** Networks that only processes in them see, and that are gone with all of these as soon as this process ends. */
export interface World {
  /** Starts a program in a site. Both of its outputs are appended to a file. */
  start(site: string, program: string, parameters: readonly string[], at: StartedAt): StartedInWorld;
  /** Runs a program in a site to its end, within 20 s, and gives back what it printed. */
  run(site: string, program: string, parameters: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

export interface StartedAt {
  readonly folder: string;
  readonly log: string;
}

/** A program that runs until it ends or the world does. */
export interface StartedInWorld {
  /** Kills it, and resolves once it is gone. */
  kill(): Promise<void>;
}

/** Whoever is not root is root in a user namespace, and makes the others in it. */
const isRoot = process.getuid?.() === 0;
const owner = isRoot ? [] : ["--user", "--map-root-user"];
/** All that runs in a world is ended by the kernel with the first process of its process namespace. */
const unshared = [...owner, "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"];

/** Whether this machine lets us make such networks, and has what it takes: iproute2 and nftables. */
export function canMakeWorlds(): boolean {
  const probe = `${beginning}\nip netns add probe\nip netns exec probe nft list ruleset`;
  return spawnSync("unshare", [...unshared, "sh", "-c", probe], { timeout: 20_000 }).status === 0;
}

/** Makes all of them. */
export async function makeWorld(networks: Networks): Promise<World> {
  const script = [worldScript(networks), "echo ready", "exec cat >/dev/null"].join("\n");
  const first = spawn("unshare", [...unshared, "sh", "-c", script], { stdio: ["pipe", "pipe", "pipe"] });
  const gone = new Promise<void>((done) => first.once("exit", () => done()));
  let said = "";
  first.stderr.on("data", (chunk) => (said += chunk));
  const isReady = await Promise.race([
    new Promise<boolean>((done) => first.stdout.once("data", () => done(true))),
    gone.then(() => false),
  ]);
  if (isReady) return worldOf(first, gone);
  throw new Error(`the networks cannot be made: ${said}`);
}

function worldOf(first: ChildProcess, gone: Promise<void>): World {
  const entered = (site: string, program: string, parameters: readonly string[]): readonly string[] => {
    const at = `/proc/${first.pid}/ns`;
    const into = [`--mount=${at}/mnt`, `--net=${at}/net`, `--pid=${at}/pid_for_children`];
    const asOwner = isRoot ? [] : [`--user=${at}/user`, "--preserve-credentials"];
    return [...asOwner, ...into, "ip", "netns", "exec", site, program, ...parameters];
  };
  return {
    start(site, program, parameters, { folder, log }) {
      const out = openSync(log, "a");
      // A mount namespace is entered with its root for the working folder, so that the folder is said again.
      const inFolder = ["-c", 'cd "$0" && exec "$@"', folder, program, ...parameters];
      const outer = spawn("nsenter", entered(site, "sh", inFolder), { stdio: ["ignore", out, out] });
      closeSync(out);
      return startedInWorld(outer);
    },
    async run(site, program, parameters) {
      const done = promisify(execFile)("nsenter", entered(site, program, parameters), { timeout: 20_000 });
      return (await done).stdout;
    },
    async close() {
      first.stdin?.end();
      const hard = setTimeout(() => first.kill("SIGKILL"), 5_000);
      await gone;
      clearTimeout(hard);
    },
  };
}

/** Who enters a process namespace waits outside for a child that is in it, which is the program. */
function startedInWorld(outer: ChildProcess): StartedInWorld {
  const gone = new Promise<void>((done) => outer.once("exit", () => done()));
  return {
    async kill() {
      const { pid } = outer;
      const children =
        outer.exitCode === null ? readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8") : "";
      for (const child of children.match(/\d+/g) ?? []) process.kill(Number(child), "SIGKILL");
      await gone;
    },
  };
}
