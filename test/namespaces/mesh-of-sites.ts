import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Workload, WorkloadInstance } from "../../compiler/model/workload.ts";
import { engineSupports } from "../../deploy/engine-supports.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import type { RunningMesh } from "../../deploy/running-mesh.ts";
import { writeInstanceFiles } from "../../deploy/up/instance-files.ts";
import { waves } from "../../compiler/model/waves.ts";
import { probeEngines } from "../../deploy/verify/probe-engines.ts";
import type { Ground } from "../../deploy/verify/session.ts";
import { engines } from "../../targets/engines/index.ts";
import { withBrokerPrograms } from "../harness/broker-programs.ts";
import { madeSecrets, type MadeSecrets } from "./made-secrets.ts";
import { compiledForSites } from "./compiled-for-sites.ts";
import { isUp, type Placed, provision } from "./placed.ts";
import { type Relays, startRelays } from "./relays.ts";
import type { StartedInWorld, World } from "./world.ts";

/** A mesh whose hosts are sites of a world, at the addresses that its manifest says. */
export interface MeshOfSites {
  /** What `verify` is given: its clients are in the site of the instance that they log in at. */
  readonly ground: Ground;
  readonly workloads: readonly Workload[];
  kill(instance: string): Promise<void>;
  /** Starts an instance that was killed, and does not wait until it answers. */
  start(instance: string): Promise<void>;
  /** A file of an instance as its broker reads it. */
  read(instance: string, file: string): string;
  /** Ends what is outside of the world, and removes all files. */
  stop(): Promise<void>;
}

/**
 * Compiles the manifest of a folder, starts its brokers, and what carries links beside them, in the sites with the names of
 * their hosts, and waits for their links.
 */
export async function startMeshOfSites(
  world: World,
  folder: string,
  overlays: readonly string[],
): Promise<MeshOfSites> {
  const { topology, workloads } = compiledForSites(folder, overlays);
  const place = mkdtempSync(join(tmpdir(), "meshc-sites-"));
  const secrets = await madeSecrets(workloads, topology.mesh.name, join(place, "secrets"));
  const relays = await startRelays(world, place, portsOf(workloads));
  const folderOf = (instance: string) => join(place, "instances", instance);
  const stop = async (): Promise<void> => {
    await relays.close();
    rmSync(place, { recursive: true, force: true });
  };
  try {
    const programs = await withBrokerPrograms(folder);
    const placed = placedIn(workloads, relays, secrets, folderOf);
    const started = new Map<string, StartedInWorld>();
    const start = (one: Placed) => started.set(one.instance.name, startIn(world, one, programs));
    const named = (name: string): Placed => {
      const found = placed.find(({ instance }) => instance.name === name);
      if (!found) throw new Error(`no instance ${name}`);
      return found;
    };
    const startAll = async (own: readonly Placed[]): Promise<void> => {
      for (const one of own) {
        await writeInstanceFiles(nodeHost(), one.folder, one.instance, secrets.lookUp, []);
        start(one);
      }
      for (const one of own) await isUp(topology, one);
    };
    const carries = ({ instance }: Placed) => instance.beside !== undefined;
    for (const wave of waves(topology))
      await startAll(placed.filter((one) => !carries(one) && wave.includes(one.workload.broker)));
    for (const one of placed) await provision(one, secrets);
    // What carries a link is connected once what it reads by was made.
    await startAll(placed.filter(carries));
    const running = runningOf(placed, secrets);
    const ground = { topology, running, engines: probeEngines(engineSupports(engines)) };
    return {
      ground,
      workloads,
      kill: async (instance) => started.get(instance)?.kill(),
      start: async (instance) => void start(named(instance)),
      read: (instance, file) => readFileSync(join(folderOf(instance), file), "utf8"),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Each host of the manifest is a site of its name. */
function siteOf({ name, host }: WorkloadInstance): string {
  if (host === undefined) throw new Error(`${name} has no host`);
  return host;
}

function portsOf(workloads: readonly Workload[]): ReadonlyMap<string, readonly number[]> {
  const ports = new Map<string, readonly number[]>();
  for (const instance of workloads.flatMap(({ instances }) => instances)) {
    const own = instance.listeners.map(({ port }) => port);
    ports.set(siteOf(instance), [...(ports.get(siteOf(instance)) ?? []), ...own]);
  }
  return ports;
}

function placedIn(
  workloads: readonly Workload[],
  relays: Relays,
  { lookUp, seedOf }: MadeSecrets,
  folderOf: (instance: string) => string,
): readonly Placed[] {
  const lives = new Map(engineSupports(engines).map(({ engine, live }) => [engine.name, live]));
  return workloads.flatMap((workload) => {
    const live = lives.get(workload.engine);
    if (!live) throw new Error(`${workload.engine} is not run`);
    return workload.instances.map((instance) => {
      const endpoint = (listener: string) => {
        const bound = instance.listeners.find(({ name }) => name === listener);
        const authority = bound?.tls && lookUp({ kind: "authority", of: "servers" });
        const at = bound && { host: "127.0.0.1", port: relays.portOf(siteOf(instance), bound.port) };
        return at && { ...at, ...(authority !== undefined && { authority }) };
      };
      const observed = { instance: instance.name, endpoint, secret: seedOf };
      return { workload, instance, live, observed, folder: folderOf(instance.name) };
    });
  });
}

function startIn(
  world: World,
  { instance, live, folder }: Placed,
  programs: Readonly<Record<string, string | undefined>>,
): StartedInWorld {
  const program = programs[`MESHC_${live.program.toUpperCase().replaceAll("-", "_")}`] ?? live.program;
  const at = { folder, log: join(folder, "log") };
  return world.start(siteOf(instance), program, instance.command.arguments, at);
}

function runningOf(placed: readonly Placed[], secrets: MadeSecrets): RunningMesh {
  const at = new Map(placed.map(({ instance, observed }) => [instance.name, observed]));
  return {
    command: "meshc up",
    endpoint: (instance, listener) => at.get(instance)?.endpoint(listener),
    known: secrets.identities.filter((name) => /^(application|link)\./.test(name)).toSorted(),
    seedOf: secrets.seedOf,
    certificateOf: secrets.certificateOf,
    publicKeyOf: secrets.publicKeyOf,
  };
}
