import type { Endpoint } from "../../compiler/model/address.ts";
import { natsLive } from "./nats-live.ts";
import type { RunningMesh } from "./running-mesh.ts";
import { until } from "./until.ts";

/**
 * How long a mesh may take until it has a leader, in milliseconds. Where all are heard it had one after 10 s at most (360
 * starts of 2.10 on a busy machine); the rest is for machines that are busier.
 */
const patience = 75_000;

/** Makes the streams and consumers of a mesh, waiting until there is a leader; tells what was done, in order. */
export async function provisionMesh(mesh: RunningMesh): Promise<readonly string[]> {
  const nats = await natsLive();
  const done: string[] = [];
  const batches = mesh.workloads.flatMap(({ provisions, instances }) =>
    [0, 1, 2].map((stage) => ({
      stage,
      instances,
      provisions: provisions.filter((one) => one.stage === stage),
    })),
  );
  for (const { provisions, instances } of batches.toSorted((a, b) => a.stage - b.stage)) {
    const [first] = instances;
    if (provisions.length === 0 || !first) continue;
    const at = clientAt(mesh, first.name);
    const clientOf = (broker: string) => {
      const workload = mesh.workloads.find((one) => one.broker === broker);
      return workload?.instances[0] && clientAt(mesh, workload.instances[0].name);
    };
    const seed = mesh.keys.seed(nats.provisionerIdentity);
    let told = 0;
    const made = await until(async () => {
      const outcomes = await nats.provision(at, seed, provisions.slice(told), clientOf);
      const settled = (outcomes ?? []).flatMap((outcome) => ("later" in outcome ? [] : outcome));
      done.push(...settled.map((outcome) => ("done" in outcome ? outcome.done : outcome.refused)));
      told += settled.length;
      return told === provisions.length;
    }, patience);
    if (!made) throw new Error(`no leader at ${first.name}: ${await agreement(mesh)}`);
  }
  return done;
}

/** What every server says of those it agrees with. */
async function agreement(mesh: RunningMesh): Promise<string> {
  const names = mesh.workloads.flatMap(({ instances }) => instances.map(({ name }) => name));
  const told = names.map(async (name) => [name, (await mesh.server(name).ask("/jsz"))?.["meta_cluster"]]);
  return JSON.stringify(await Promise.all(told));
}

function clientAt(mesh: RunningMesh, instance: string): Endpoint {
  return { host: "127.0.0.1", port: mesh.server(instance).port("nats") };
}
