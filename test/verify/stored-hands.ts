import {
  type ConsumerConfig,
  type JetStreamManager,
  jetstreamManager,
  type StreamConfig,
} from "@nats-io/jetstream";
import { connect, nkeyAuthenticator } from "@nats-io/transport-node";
import type { Workload } from "../../compiler/model/workload.ts";
import { nats } from "../../targets/engines/nats/engine.ts";
import { natsLive } from "../nats/nats-live.ts";
import { until } from "../nats/until.ts";
import type { LiveMesh } from "./live-mesh.ts";
import { addUsers } from "./user-lines.ts";
import { taken } from "./user-sabotages.ts";

const live = await natsLive();

/** Hands on what the hubs of `storedMesh` store. */
export type Stores = JetStreamManager;

/** Lets somebody in at an instance who may do everything, and does something with what is stored there. */
export async function withStores(
  mesh: LiveMesh,
  work: (stores: Stores) => Promise<unknown>,
  instance = "core-0",
): Promise<void> {
  const rogue = mesh.key("rogue");
  if (!mesh.read(instance, "users.conf").includes(rogue.publicKey)) {
    addUsers(mesh, instance, `    { nkey: "${rogue.publicKey}" }`);
    await taken(mesh, instance);
  }
  const connection = await connect({
    servers: `127.0.0.1:${mesh.port(instance, "nats")}`,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(rogue.seed)),
    ignoreClusterUpdates: true,
  });
  try {
    await work(await jetstreamManager(connection, { checkAPI: false, timeout: 10_000 }));
  } finally {
    await connection.close();
  }
}

/** Deletes a durable and makes it anew with other settings. */
export async function remadeConsumer(
  stores: Stores,
  stream: string,
  name: string,
  changes: Partial<ConsumerConfig>,
): Promise<void> {
  const { config } = await stores.consumers.info(stream, name);
  const { filter_subject: one, filter_subjects: several, ...rest } = config;
  await stores.consumers.delete(stream, name);
  const filters = several ? { filter_subjects: several } : one !== undefined ? { filter_subject: one } : {};
  await stores.consumers.add(stream, {
    ...rest,
    ...("filter_subject" in changes ? {} : filters),
    ...changes,
  });
}

/** Changes what a stream can be changed to, leaving what it holds. */
export async function changedStream(
  stores: Stores,
  name: string,
  changes: Partial<StreamConfig>,
): Promise<void> {
  await stores.streams.update(name, changes);
}

/** Deletes a stream and makes it anew with other settings, and all of its durables as they were. */
export async function remadeStream(
  stores: Stores,
  name: string,
  changes: Partial<StreamConfig>,
): Promise<void> {
  const { config } = await stores.streams.info(name);
  const consumers = await stores.consumers.list(name).next();
  await stores.streams.delete(name);
  await stores.streams.add({ ...config, ...changes });
  for (const consumer of consumers) await stores.consumers.add(name, consumer.config);
}

/**
 * Deletes all that is stored, foreign or not, and has everything made again as `up` does it. `instances` are those
 * that are asked: one for all hubs, and each edge that stores.
 */
export async function restoreStores(
  mesh: LiveMesh,
  instances: readonly string[] = ["core-0"],
): Promise<void> {
  for (const instance of instances) await withStores(mesh, emptied, instance);
  const workloads = nats.lower(mesh.topology, {
    bind: () => ({ host: "127.0.0.1", port: 0 }),
    namesOf: () => [],
    dial: () => ({ host: "127.0.0.1", port: 0 }),
  });
  for (const stage of [0, 1, 2]) for (const workload of workloads) await provisioned(mesh, workload, stage);
  for (const workload of workloads) await filled(mesh, workload);
}

/** Waits until what copies is being filled: what asked in vain asks again after half a minute. */
async function filled(mesh: LiveMesh, { provisions, instances }: Workload): Promise<void> {
  const copies = provisions.filter((each) => each.copies);
  const at = { host: "127.0.0.1", port: mesh.port(instances[0]?.name ?? "", "nats") };
  const { seed } = mesh.key(live.provisionerIdentity);
  const isFilled = async () => {
    const states = await live.inspect(at, seed, copies);
    return states?.every(({ state }) => state === "ok") ?? false;
  };
  if (copies.length > 0 && !(await until(isFilled, 75_000))) throw new Error("a copy is not filled");
}

async function emptied(stores: Stores): Promise<void> {
  // Servers that were restarted have to find a leader first.
  const isAnswered = () =>
    stores.streams
      .names()
      .next()
      .then(Boolean, () => false);
  if (!(await until(isAnswered, 30_000))) throw new Error("those that store do not agree on a leader");
  for await (const { config } of stores.streams.list()) await stores.streams.delete(config.name);
}

async function provisioned(mesh: LiveMesh, workload: Workload, stage: number): Promise<void> {
  const provisions = workload.provisions.filter((each) => each.stage === stage);
  const instance = workload.instances[0]?.name ?? "";
  if (provisions.length === 0) return;
  const at = { host: "127.0.0.1", port: mesh.port(instance, "nats") };
  const { seed } = mesh.key(live.provisionerIdentity);
  const isMade = async () => {
    const outcomes = await live.provision(at, seed, provisions, () => undefined);
    return outcomes !== undefined && outcomes.every((outcome) => !("later" in outcome));
  };
  const made = await until(isMade, 30_000);
  if (!made) throw new Error(`nothing could be made at ${instance}`);
}
