import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDiskReader } from "../../cli/disk-reader.ts";
import { analyze } from "../../compiler/compile.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { down } from "../../deploy/down/down.ts";
import { engineSupports } from "../../deploy/engine-supports.ts";
import type { Host } from "../../deploy/host/host.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { openRunningMesh } from "../../deploy/open-running-mesh.ts";
import { up } from "../../deploy/up/up.ts";
import { probeEngines } from "../../deploy/verify/probe-engines.ts";
import type { Ground } from "../../deploy/verify/session.ts";
import { engines } from "../../targets/engines/index.ts";
import { withBrokerPrograms } from "../harness/broker-programs.ts";
import { natsLive } from "../nats/nats-live.ts";
import { findNatsServer } from "../../tools/nats-server.mjs";
import { pause, until } from "../nats/until.ts";

const nats = await natsLive();

/** A mesh that `up` runs, whose files and processes a test may lay hands on behind its back. */
export interface LiveMesh {
  readonly topology: Topology;
  /** What `verify` is given. */
  readonly ground: Ground;
  readonly instances: readonly string[];
  readonly program: string;
  /** The manifest's folder, removed at the end. */
  readonly folder: string;
  /** Keys of an identity of the mesh; a name that the mesh does not have gets new ones. */
  key(identity: string): { readonly publicKey: string; readonly seed: string };
  port(instance: string, listener: string): number;
  /** Names of an instance's configuration files. */
  files(instance: string): readonly string[];
  /** Text of a configuration file as it lies there now. */
  read(instance: string, file: string): string;
  /** What an instance has logged. */
  log(instance: string): string;
  /** Changes a configuration file, without telling the server. Throws where nothing was changed. */
  edit(instance: string, file: string, change: (text: string) => string): void;
  /** SIGHUP; whether the server took the files. */
  reload(instance: string): Promise<"taken" | "refused" | "ended">;
  kill(instance: string): Promise<void>;
  /** Starts anew on the files as they lie there. Whether it came up. */
  restart(instance: string): Promise<boolean>;
  /** Puts every changed file back, restarts what has to be, and waits until all links are up. */
  restore(): Promise<void>;
  stop(): Promise<void>;
}

/** Brings a manifest (JSON, which YAML is a superset of) up in a folder of its own. */
export async function startLiveMesh(manifest: object, version?: string): Promise<LiveMesh> {
  const program = await findNatsServer(version);
  const folder = mkdtempSync(join(tmpdir(), "meshc-verify-"));
  writeFileSync(join(folder, "mesh.yaml"), JSON.stringify({ apiVersion: "meshc/v1", ...manifest }));
  return bringUpFolder(folder, program);
}

/** Brings the manifest of a folder up; `stop` takes it down and removes the folder. Overlays are files in it. */
export async function bringUpFolder(
  folder: string,
  program: string,
  overlays: readonly string[] = [],
  tls = false,
): Promise<LiveMesh> {
  const environment = { ...(await withBrokerPrograms(folder)), MESHC_NATS_SERVER: program };
  const host: Host = { ...nodeHost(), environment };
  const options = { overlays, today: "2026-01-01", engines, mode: "up" as const };
  const supports = engineSupports(engines);
  const analysis = valueOf(analyze("mesh.yaml", createDiskReader(folder, folder), options));
  const shared = { host, manifestFolder: folder, command: "test", progress: () => undefined };
  const remove = async (): Promise<void> => {
    valueOf(await down({ ...shared, clean: true }));
    rmSync(folder, { recursive: true, force: true });
  };
  const brought = await up(analysis, { ...shared, engines: supports, tls });
  // Nobody is given what did not come up, so nobody else could end it.
  if (!brought.ok) await remove();
  const { topology } = valueOf(brought);
  const running = valueOf(await openRunningMesh(host, folder));
  const ground: Ground = { topology, running, engines: probeEngines(supports) };
  const hands = handsOn(ground, folder, program);
  return {
    ...hands,
    async stop() {
      await hands.stop();
      await remove();
    },
  };
}

function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.diagnostics.map((diagnostic) => diagnostic.message).join("; "));
}

function handsOn(ground: Ground, folder: string, program: string): LiveMesh {
  const { topology, running } = ground;
  const instances = [...topology.brokers.values()].flatMap(({ broker }) =>
    broker.instances.map(({ name }) => name),
  );
  const folderOf = (instance: string) => join(folder, ".meshc", "up", "instances", instance);
  const files = (instance: string) =>
    readdirSync(folderOf(instance)).filter((name) => name.endsWith(".conf"));
  const originals = new Map(
    instances.flatMap((instance) =>
      files(instance).map((file) => {
        const path = join(folderOf(instance), file);
        return [path, { text: readFileSync(path, "utf8"), mode: statSync(path).mode }] as const;
      }),
    ),
  );
  const write = (path: string, text: string) => {
    rmSync(path, { force: true });
    writeFileSync(path, text);
    chmodSync(path, originals.get(path)?.mode ?? 0o600);
  };
  const children = new Map<string, ChildProcess>();
  const strangers = new Map<string, ReturnType<typeof nats.newKeyPair>>();
  const touched = new Map<string, "reload" | "restart">();
  const pidOf = (instance: string) => children.get(instance)?.pid ?? recordedPid(folder, instance);
  const log = (instance: string) => readFileSync(join(folderOf(instance), "log"), "utf8");
  const start = async (instance: string): Promise<boolean> => {
    const out = openSync(join(folderOf(instance), "log"), "a");
    const child = spawn(program, ["--config", "nats.conf"], {
      cwd: folderOf(instance),
      stdio: ["ignore", out, out],
    });
    closeSync(out);
    children.set(instance, child);
    const healthy = async () =>
      (await ask(mesh.port(instance, "management"), "/healthz"))?.["status"] === "ok";
    await until(async () => child.exitCode !== null || (await healthy()), 10_000);
    return child.exitCode === null;
  };
  // Another mesh of this machine may have been given the port of an instance that was down for a moment.
  const portIsTaken = (instance: string) => log(instance).slice(-500).includes("address already in use");
  const mesh: LiveMesh = {
    topology,
    program,
    folder,
    ground,
    instances,
    files,
    log,
    key(identity) {
      const path = join(folder, ".meshc", "up", "secrets", "keys", `${identity}.json`);
      if (existsSync(path))
        return JSON.parse(readFileSync(path, "utf8")) as { publicKey: string; seed: string };
      const known = strangers.get(identity) ?? nats.newKeyPair();
      strangers.set(identity, known);
      return known;
    },
    port(instance, listener) {
      const endpoint = running.endpoint(instance, listener);
      if (!endpoint) throw new Error(`${instance} has no ${listener}`);
      return endpoint.port;
    },
    read: (instance, file) => readFileSync(join(folderOf(instance), file), "utf8"),
    edit(instance, file, change) {
      const before = mesh.read(instance, file);
      const after = change(before);
      if (after === before) throw new Error(`the edit changes nothing in ${instance}/${file}`);
      if (!touched.has(instance)) touched.set(instance, "reload");
      write(join(folderOf(instance), file), after);
    },
    async reload(instance) {
      const before = log(instance).length;
      const pid = pidOf(instance);
      process.kill(pid, "SIGHUP");
      const said = () =>
        /Reloaded server configuration|Failed to reload server configuration/.exec(
          log(instance).slice(before),
        );
      await until(() => !lives(pid) || said() !== null, 5_000);
      if (!lives(pid)) return "ended";
      return said()?.[0].startsWith("Reloaded") ? "taken" : "refused";
    },
    async kill(instance) {
      touched.set(instance, "restart");
      const pid = pidOf(instance);
      if (lives(pid)) process.kill(pid, "SIGKILL");
      if (!(await until(() => !lives(pid), 5_000))) throw new Error(`${instance} cannot be killed`);
    },
    async restart(instance) {
      await mesh.kill(instance);
      const started = await until(async () => (await start(instance)) || !portIsTaken(instance), 60_000);
      return started && children.get(instance)?.exitCode === null;
    },
    async restore() {
      for (const [path, { text }] of originals) if (readFileSync(path, "utf8") !== text) write(path, text);
      for (const [instance, how] of touched) {
        if (how === "restart" || (await mesh.reload(instance)) !== "taken") await mesh.restart(instance);
      }
      touched.clear();
      await linked(topology, mesh);
    },
    async stop() {
      for (const [instance, child] of children) if (child.exitCode === null) await mesh.kill(instance);
    },
  };
  return mesh;
}

/** The process that `up` recorded for an instance. */
export function recordedPid(folder: string, instance: string): number {
  const environments = join(folder, ".meshc", "up", "environments");
  for (const name of readdirSync(environments).filter((file) => file.endsWith(".json"))) {
    const { content } = JSON.parse(readFileSync(join(environments, name), "utf8")) as {
      content: { instances: Record<string, { process?: { pid: number } }> };
    };
    const pid = content.instances[instance]?.process?.pid;
    if (pid !== undefined) return pid;
  }
  throw new Error(`no process of ${instance} is recorded`);
}

/** Whether a process runs; one that has ended and waits to be forgotten does not. */
function lives(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
  } catch {
    return false;
  }
}

async function ask(port: number, path: string): Promise<Record<string, unknown> | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(2_000) });
    return (await response.json()) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Waits until every instance has all of its routes, gateways and leaf links. */
async function linked(topology: Topology, mesh: LiveMesh): Promise<void> {
  for (const { broker } of topology.brokers.values()) {
    const gateways = topology.links.filter(
      ({ kind, from, to }) => kind.name === "gateway" && (from === broker.name || to === broker.name),
    ).length;
    const dialed = topology.links.filter(
      ({ kind, from }) => kind.name === "leafnode" && from === broker.name,
    ).length;
    for (const { name } of broker.instances) {
      const port = mesh.port(name, "management");
      const up = await until(async () => {
        const [gatewayz, leafz, routez] = await Promise.all(
          ["/gatewayz", "/leafz", "/routez"].map((path) => ask(port, path)),
        );
        const outbound = Object.keys((gatewayz?.["outbound_gateways"] as object | undefined) ?? {}).length;
        const leaves = ((leafz?.["leafs"] ?? []) as { is_spoke?: boolean }[]).filter((leaf) => leaf.is_spoke);
        const routes = ((routez?.["routes"] ?? []) as { remote_name: string }[]).map(
          (route) => route.remote_name,
        );
        return (
          outbound === gateways &&
          leaves.length === dialed &&
          new Set(routes).size === broker.instances.length - 1
        );
      }, 20_000);
      if (!up) throw new Error(`the links of ${name} are not up:\n${mesh.log(name).slice(-3000)}`);
    }
  }
  await pause(50);
}
