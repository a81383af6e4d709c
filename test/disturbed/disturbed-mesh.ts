import { analyze } from "../../compiler/compile.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { type Credentials, credentialsOf } from "../../deploy/credentials/credentials.ts";
import { brokerEngines, engines } from "../../targets/engines/index.ts";
import { memoryReader } from "../harness/memory-reader.ts";
import { provisionMesh } from "../nats/provision-mesh.ts";
import { type RunningMesh, startMesh } from "../nats/running-mesh.ts";
import { type DisturbedLinks, disturbedLinks } from "./disturbed-links.ts";
import { manifest, serverVersion } from "./manifest.ts";
import { streamLeader } from "./stream-leader.ts";

/** A mesh of real brokers whose links and instances can be disturbed. */
export interface DisturbedMesh {
  readonly topology: Topology;
  readonly links: DisturbedLinks;
  /** What an application is handed out to connect with, and all that it knows. */
  credentials(application: string): Credentials;
  /** The instance that leads a stream now. */
  leaderOf(stream: string, broker: string): Promise<string>;
  kill(instance: string): Promise<void>;
  start(instance: string): Promise<void>;
  /** Hubs that an instance is tied to by a leaf link that it dialed. */
  uplinks(instance: string): Promise<readonly string[]>;
  /** Connections of gateways and leaf links that go past the proxies. */
  pastProxies(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Compiles the manifest, starts its brokers with proxies between them, and makes what they store. */
export async function startDisturbedMesh(): Promise<DisturbedMesh> {
  const topology = compiled();
  const links = await disturbedLinks(topology);
  const mesh = await startMesh(topology, serverVersion, { addressing: links.addressing }).catch(
    async (error: unknown) => {
      await links.close();
      throw error;
    },
  );
  const stop = async (): Promise<void> => {
    await mesh.stop();
    await links.close();
  };
  try {
    await provisionMesh(mesh);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...handsOn(topology, mesh, links), stop };
}

function compiled(): Topology {
  const text = JSON.stringify(manifest);
  const options = { overlays: [], today: "2026-01-01", mode: "up", engines } as const;
  const result = analyze("mesh.yaml", memoryReader({ "mesh.yaml": text }), options);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join("; "));
  return result.value.topology;
}

function handsOn(topology: Topology, mesh: RunningMesh, links: DisturbedLinks): Omit<DisturbedMesh, "stop"> {
  const spoken = new Map(brokerEngines.map(({ name, protocols }) => [name, protocols]));
  const running = {
    endpoint: (instance: string, listener: string) => links.addressing.bind(instance, listener),
    seedOf: (identity: string) => mesh.keys.seed(identity),
    command: "meshc up" as const,
    publicKeyOf: (identity: string) => mesh.keys.publicKey(identity),
  };
  const instances = [...topology.brokers.values()].flatMap(({ broker }) =>
    broker.instances.map(({ name }) => name),
  );
  return {
    topology,
    links,
    credentials(application) {
      const result = credentialsOf(topology, running, spoken, application);
      if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join("; "));
      return result.value;
    },
    leaderOf: (stream, broker) => streamLeader((path) => mesh.server(`${broker}-0`).ask(path), stream),
    kill: (instance) => mesh.server(instance).stop("SIGKILL"),
    start: (instance) => mesh.start(instance),
    async uplinks(instance) {
      const { leafs = [] } = (await mesh.server(instance).ask("/leafz")) as Leafz;
      return leafs.flatMap(({ is_spoke: isSpoke, name = "" }) => (isSpoke ? [name] : []));
    },
    async pastProxies() {
      const found = await Promise.all(instances.map((name) => dialedPorts(mesh, name)));
      return found
        .flat()
        .filter(({ port }) => !links.ports.has(port))
        .map(({ name }) => name);
    },
  };
}

interface Leafz {
  readonly leafs?: readonly { readonly is_spoke?: boolean; readonly name?: string; readonly port: number }[];
}

interface Gatewayz {
  readonly outbound_gateways?: Readonly<Record<string, { readonly connection: { readonly port: number } }>>;
}

/** Where an instance's connections to other brokers go. */
async function dialedPorts(mesh: RunningMesh, instance: string) {
  const server = mesh.server(instance);
  const { outbound_gateways: outbound = {} } = (await server.ask("/gatewayz")) as Gatewayz;
  const { leafs = [] } = (await server.ask("/leafz")) as Leafz;
  return [
    ...Object.entries(outbound).map(([to, { connection }]) => ({ to, port: connection.port })),
    ...leafs.filter(({ is_spoke: isSpoke }) => isSpoke).map(({ name: to = "a hub", port }) => ({ to, port })),
  ].map(({ to, port }) => ({ name: `${instance} to ${to}`, port }));
}
