import { type ChildProcess, spawn } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Observed } from "../../compiler/live.ts";
import { connectLive } from "../../targets/engines/connect/live/live.ts";
import { mosquittoLive } from "../../targets/engines/mosquitto/live/live.ts";
import { freePorts } from "../nats/free-ports.ts";
import { pause, until } from "../nats/until.ts";
import { carriedMesh } from "./carried-mesh.ts";
import { type LiveMesh, recordedPid, startLiveMesh } from "./live-mesh.ts";
import { taken } from "./user-sabotages.ts";

/** Instances of `carriedMesh`: the hub, the edge, and the process that carries the link between them. */
export const [hub, edge, link] = ["core-0", "oslo-0", "link.oslo.uplink"] as const;

/** `carriedMesh` as `up` runs it, and what a test does to the process of its link and to its edge. */
export interface CarriedMesh extends LiveMesh {
  /** Has the process get a signal. */
  signalLink(signal: "SIGSTOP" | "SIGCONT"): void;
  /** Ends the process, if it runs, and starts it as `up` did, on the files as they lie there and without some of its arguments. */
  startLinkAnew(without?: (argument: string) => boolean): Promise<void>;
  /** Starts a copy of the process, its files changed, in a folder of its own; resolves to what ends it. */
  startLinkTwice(change: (text: string) => string): Promise<() => Promise<void>>;
  /** Has the edge read its files anew. */
  reloadEdge(): Promise<void>;
}

/** How long a process has to dial both ends, in milliseconds. */
const dialing = 15_000;
/** What is never there is not waited for longer than this, in milliseconds. */
const settling = 3_000;

/** Brings `carriedMesh` up. `restore` starts the process anew and waits until all of its connections are there. */
export async function startCarriedMesh(): Promise<CarriedMesh> {
  const mesh = await startLiveMesh(carriedMesh);
  const folderOf = (instance: string) => join(mesh.folder, ".meshc", "up", "instances", instance);
  const originals = filesIn([hub, edge, link].map(folderOf));
  const observed = (instance: string): Observed => ({
    instance,
    endpoint: (listener) => mesh.ground.running.endpoint(instance, listener),
    secret: (identity) => mesh.ground.running.seedOf(identity),
  });
  const [program = "", ...parameters] = commandOf(recordedPid(mesh.folder, link));
  let child: ChildProcess | undefined;
  const isThere = async () => ((await connectLive.observe(observed(link)))?.peers.length ?? 0) > 0;
  const endLink = async () => {
    if (!child) return mesh.kill(link);
    const own = child;
    const gone = new Promise((done) => own.once("exit", done));
    if (own.exitCode === null && own.signalCode === null) {
      own.kill("SIGKILL");
      await gone;
    }
  };
  const carried: CarriedMesh = {
    ...mesh,
    kill: (instance) => (instance === link ? endLink() : mesh.kill(instance)),
    signalLink: (signal) => void process.kill(child?.pid ?? recordedPid(mesh.folder, link), signal),
    async startLinkAnew(without = () => false) {
      await endLink();
      const log = openSync(join(folderOf(link), "log"), "a");
      const given = parameters.filter((parameter) => !without(parameter));
      child = spawn(program, given, { cwd: folderOf(link), stdio: ["ignore", log, log] });
      closeSync(log);
      await until(isThere, settling);
    },
    async startLinkTwice(change) {
      const folder = join(mesh.folder, "second");
      mkdirSync(folder);
      const [port = 0] = await freePorts(1);
      const ownPort = new RegExp(`127\\.0\\.0\\.1:${mesh.port(link, "connect")}"`);
      for (const { instance, file, text } of originals.values())
        if (instance === link)
          writeFileSync(join(folder, file), change(text.replace(ownPort, `127.0.0.1:${port}"`)));
      const given = parameters.map((parameter) => parameter.replace(folderOf(link), folder));
      const second = spawn(program, given, { cwd: folder, stdio: "ignore" });
      const gone = new Promise<void>((done) => second.once("exit", () => done()));
      await pause(settling);
      return async () => {
        second.kill("SIGKILL");
        await gone;
        rmSync(folder, { recursive: true });
      };
    },
    async reloadEdge() {
      const watch = await mosquittoLive.watchReload(observed(edge));
      process.kill(recordedPid(mesh.folder, edge), "SIGHUP");
      const read = await until(async () => (await watch.outcome()) !== undefined, 5_000);
      await watch.end();
      if (!read) throw new Error(`${edge} does not read its files`);
    },
    async restore() {
      for (const [path, { instance, file, text }] of originals)
        if (readFileSync(path, "utf8") !== text) mesh.edit(instance, file, () => text);
      await taken(mesh, hub);
      await carried.reloadEdge();
      await carried.startLinkAnew();
      if (!(await until(isThere, dialing))) throw new Error(`the link is not there:\n${mesh.log(link)}`);
    },
    async stop() {
      await endLink();
      await mesh.stop();
    },
  };
  return carried;
}

interface Original {
  readonly instance: string;
  readonly file: string;
  readonly text: string;
}

/** What `up` wrote, by path; what the programs themselves keep is not among it, since `up` lets nobody write to it. */
function filesIn(folders: readonly string[]): ReadonlyMap<string, Original> {
  const found = folders.flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (!entry.isFile() || (statSync(path).mode & 0o200) !== 0) return [];
      const text = readFileSync(path, "utf8");
      return [
        [path, { instance: folder.slice(folder.lastIndexOf("/") + 1), file: entry.name, text }] as const,
      ];
    }),
  );
  return new Map(found);
}

/** How a process was started. */
function commandOf(pid: number): readonly string[] {
  return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, -1);
}
