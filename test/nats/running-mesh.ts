import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  connect,
  type ConnectionOptions,
  nkeyAuthenticator,
  type NatsConnection,
} from "@nats-io/transport-node";
import type { Addressing } from "../../compiler/model/address.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import type { Workload, WorkloadInstance } from "../../compiler/model/workload.ts";
import { lower } from "../../targets/engines/nats/lower.ts";
import { findNatsServer } from "../../tools/nats-server.mjs";
import { countIn } from "./count-in.ts";
import { createKeys, type Keys } from "./keys.ts";
import { loopback } from "./loopback.ts";
import { listenOverMqtt, type MqttListener, type MqttOptions } from "./mqtt-listener.ts";
import { type RunningServer, startServer } from "./running-server.ts";
import { until } from "./until.ts";

/** A mesh of real nats-servers on loopback. */
export interface RunningMesh {
  readonly keys: Keys;
  readonly addressing: Addressing;
  readonly workloads: readonly Workload[];
  server(name: string): RunningServer;
  /** Starts an instance that was stopped, on its files or on others. */
  start(name: string, instance?: WorkloadInstance): Promise<void>;
  /** Ends an instance and starts it anew on the files that it was started on. */
  restart(name: string): Promise<void>;
  /** Logs in as an identity such as `application.billing`. */
  client(identity: string, instance: string, options?: ConnectionOptions): Promise<NatsConnection>;
  /** The same over MQTT, by the identity's name and its password. */
  mqtt(identity: string, instance: string, options?: MqttOptions): Promise<MqttListener>;
  /**
   * Waits until every link of the topology, or of another, is up, seen from the instances that dial, and those that store hear
   * each other.
   */
  linked(now?: Topology): Promise<void>;
  stop(): Promise<void>;
}

export interface StartOptions {
  /** Whether to wait until the links are up; `true` unless said. */
  readonly awaitLinks?: boolean;
  /** Addresses to use, where several topologies share them. */
  readonly addressing?: Addressing;
  /** Versions of servers, by broker, where they are not all of one. */
  readonly versions?: ReadonlyMap<string, string>;
}

/** Starts all instances, and waits until the links are up. */
export async function startMesh(
  topology: Topology,
  version?: string,
  { awaitLinks = true, addressing: given, versions }: StartOptions = {},
): Promise<RunningMesh> {
  const program = await findNatsServer(version);
  const folder = mkdtempSync(join(tmpdir(), "meshc-nats-"));
  const keys = createKeys();
  const addressing = given ?? (await loopback(topology));
  const workloads = lower(topology, addressing);
  const servers = new Map<string, RunningServer>();
  const runs = new Map<string, WorkloadInstance>();
  const clients: NatsConnection[] = [];
  const overMqtt: MqttListener[] = [];
  const instances = new Map(
    workloads.flatMap((workload) => workload.instances.map((it) => [it.name, it] as const)),
  );
  const mesh: RunningMesh = {
    keys,
    addressing,
    workloads,
    server(name) {
      const server = servers.get(name);
      if (!server) throw new Error(`no server ${name}`);
      return server;
    },
    async start(name, instance = instances.get(name)) {
      if (!instance) throw new Error(`no instance ${name}`);
      const own = versions?.get(brokerOf(workloads, name));
      const run = own === undefined ? program : await findNatsServer(own);
      servers.set(name, await startServer(run, instance, keys, join(folder, name)));
      runs.set(name, instance);
    },
    async restart(name) {
      await mesh.server(name).stop();
      await mesh.start(name, runs.get(name));
    },
    async client(identity, instance, options = {}) {
      const port = mesh.server(instance).port("nats");
      const client = await connect({
        servers: `127.0.0.1:${port}`,
        authenticator: nkeyAuthenticator(new TextEncoder().encode(keys.seed(identity))),
        reconnect: false,
        timeout: 5_000,
        ...options,
      });
      clients.push(client);
      return client;
    },
    async mqtt(identity, instance, options = {}) {
      const port = mesh.server(instance).port("mqtt");
      const listener = await listenOverMqtt(port, identity, keys.seed(identity), options);
      overMqtt.push(listener);
      return listener;
    },
    async linked(now = topology) {
      await linked(now, mesh);
      await countIn(mesh);
    },
    async stop() {
      await Promise.all(overMqtt.map((listener) => listener.close()));
      await Promise.all(clients.map((client) => client.close().catch(() => undefined)));
      await Promise.all([...servers.values()].map((server) => server.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    // Those that store become healthy together, once they have agreed on a leader.
    await Promise.all([...instances.keys()].map((name) => mesh.start(name)));
    if (awaitLinks) await mesh.linked();
  } catch (error) {
    await mesh.stop();
    throw error;
  }
  return mesh;
}

function brokerOf(workloads: readonly Workload[], instance: string): string {
  const workload = workloads.find(({ instances }) => instances.some(({ name }) => name === instance));
  return workload?.broker ?? "";
}

async function linked(topology: Topology, mesh: RunningMesh): Promise<void> {
  for (const { broker } of topology.brokers.values()) {
    const gateways = topology.links.filter(
      (link) => link.kind.name === "gateway" && (link.from === broker.name || link.to === broker.name),
    ).length;
    const leaves = topology.links.filter(
      (link) => link.kind.name === "leafnode" && link.from === broker.name,
    ).length;
    for (const { name } of broker.instances) {
      const server = mesh.server(name);
      const up = await until(async () => {
        const [gatewayz, leafz, routez] = await Promise.all(
          ["/gatewayz", "/leafz", "/routez"].map(server.ask),
        );
        const out = Object.keys((gatewayz?.["outbound_gateways"] as object | undefined) ?? {}).length;
        const dialed = ((leafz?.["leafs"] as { is_spoke?: boolean }[] | undefined) ?? []).filter(
          (leaf) => leaf.is_spoke,
        );
        const peers = new Set(
          ((routez?.["routes"] as { remote_name: string }[] | undefined) ?? []).map((r) => r.remote_name),
        );
        return out === gateways && dialed.length === leaves && peers.size === broker.instances.length - 1;
      }, 15_000);
      if (!up) throw new Error(`links of ${name} are not up:\n${server.log()}`);
    }
  }
}
