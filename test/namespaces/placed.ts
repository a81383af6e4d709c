import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LiveEngine, Observed } from "../../compiler/live.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import type { Workload, WorkloadInstance } from "../../compiler/model/workload.ts";
import { byInstance, type ExpectedPeer, expectedPeers, isConnected } from "../../deploy/expected-peers.ts";
import { until } from "../nats/until.ts";
import type { MadeSecrets } from "./made-secrets.ts";

/** An instance in its site. */
export interface Placed {
  readonly workload: Workload;
  readonly instance: WorkloadInstance;
  readonly live: LiveEngine;
  readonly observed: Observed;
  /** Where its files and its log are. */
  readonly folder: string;
}

/** Waits until an instance answers under its own name, agrees with others, and has all of its links. */
export async function isUp(topology: Topology, one: Placed): Promise<void> {
  const { instance, live, observed, folder } = one;
  const expected = byInstance(expectedPeers(topology)).get(instance.name) ?? [];
  const up = await until(async () => {
    const seen = await live.observe(observed);
    const isConnectedTo = (peer: ExpectedPeer) => isConnected(peer, seen?.peers ?? []);
    return seen?.instance === instance.name && expected.every(isConnectedTo) && (await agrees(one));
  }, 30_000);
  const log = () => readFileSync(join(folder, "log"), "utf8").slice(-3_000);
  if (!up) throw new Error(`${instance.name} does not answer or lacks a link:\n${log()}`);
}

async function agrees({ instance: { health }, observed }: Placed): Promise<boolean> {
  if (health.kind !== "http") return true;
  const at = `http://127.0.0.1:${observed.endpoint(health.listener)?.port}`;
  const answer = fetch(`${at}${health.agreedPath ?? health.path}`, { signal: AbortSignal.timeout(2_000) });
  return answer.then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Makes what is inside a broker, whose first instance this is. */
export async function provision({ workload, instance, live, observed }: Placed, secrets: MadeSecrets) {
  const client = observed.endpoint("nats");
  if (!live.stored || !client || workload.instances[0] !== instance) return;
  const { stored } = live;
  const seed = secrets.seedOf(stored.provisionerIdentity) ?? "";
  let done = 0;
  const made = await until(async () => {
    const left = workload.provisions.slice(done);
    const outcomes = await stored.provision(client, seed, left, () => undefined);
    done += outcomes?.filter((outcome) => "done" in outcome).length ?? 0;
    return done === workload.provisions.length;
  }, 60_000);
  if (!made) throw new Error(`${workload.broker} does not store`);
}
