import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Credentials, credentialsOf } from "../../deploy/credentials/credentials.ts";
import { until } from "../nats/until.ts";
import { streamLeader } from "../disturbed/stream-leader.ts";
import { type Cuts, cutsOf } from "../namespaces/cuts.ts";
import { type MeshOfSites, startMeshOfSites } from "../namespaces/mesh-of-sites.ts";
import { makeWorld } from "../namespaces/world.ts";
import { hubHosts, hubLinks, networks, type PlantsFlows, plantsManifest } from "./plants-manifest.ts";

/** A mesh of plants in networks of its own, which can be disturbed. */
export interface PlantsMesh {
  readonly cuts: Cuts;
  /** What an application is handed out to connect with, and all that it knows. */
  credentials(application: string): Credentials;
  kill(instance: string): Promise<void>;
  start(instance: string): Promise<void>;
  /** The instance of the hub that leads a stream now. */
  leaderOf(stream: string): Promise<string>;
  /** The instances of the hub that a link is logged in at, a bridge once it has subscribed. */
  hubsOf(link: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Compiles the manifest of some flows and starts its brokers, each in the network of its host. */
export async function startPlantsMesh(flows: PlantsFlows): Promise<PlantsMesh> {
  const folder = mkdtempSync(join(tmpdir(), "meshc-plants-"));
  writeFileSync(join(folder, "mesh.yaml"), JSON.stringify(plantsManifest(flows)));
  const world = await makeWorld(networks);
  const ends = [() => world.close(), async () => rmSync(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const end of ends) await end();
  };
  try {
    const mesh = await startMeshOfSites(world, folder, []);
    ends.push(() => mesh.stop());
    const hands = handsOn(mesh);
    await atFirst(hands);
    return { ...hands, cuts: cutsOf(world), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** While the first instance starts another may be the first that answers; bridges return to it, which is no disturbance. */
async function atFirst({ hubsOf }: Pick<PlantsMesh, "hubsOf">): Promise<void> {
  for (const link of hubLinks) {
    const isFirst = async () => (await hubsOf(link)).join() === hubHosts[0];
    if (!(await until(isFirst, 20_000))) throw new Error(`${link} does not go to the first instance`);
  }
}

interface Connz {
  readonly connections?: readonly {
    readonly mqtt_client?: string;
    readonly authorized_user?: string;
    readonly subscriptions?: number;
  }[];
}

function handsOn({ ground, kill, start }: MeshOfSites): Omit<PlantsMesh, "cuts" | "stop"> {
  const { topology, running, engines } = ground;
  const spoken = new Map([...engines].map(([name, { protocols }]) => [name, protocols]));
  const ask = async (instance: string, path: string): Promise<unknown> => {
    const port = running.endpoint(instance, "management")?.port;
    const signal = AbortSignal.timeout(3_000);
    return (await fetch(`http://127.0.0.1:${port}${path}`, { signal })).json();
  };
  return {
    kill,
    start,
    credentials(application) {
      const result = credentialsOf(topology, running, spoken, application);
      if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join("; "));
      return result.value;
    },
    leaderOf: (stream) => streamLeader((path) => ask(hubHosts[0], path), stream),
    async hubsOf(link) {
      const id = link.replaceAll(".", "_");
      const key = running.publicKeyOf(`link.${link}`);
      const at: string[] = [];
      for (const instance of hubHosts) {
        const answer = await ask(instance, "/connz?auth=true&limit=1000").catch(() => ({}));
        const { connections = [] } = answer as Connz;
        const isThere = connections.some(
          ({ mqtt_client: client, authorized_user: user, subscriptions = 0 }) =>
            client === undefined ? user === key : client === id && subscriptions > 0,
        );
        if (isThere) at.push(instance);
      }
      return at;
    },
  };
}
