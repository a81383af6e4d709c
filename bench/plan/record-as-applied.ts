import { hostname } from "node:os";
import { join } from "node:path";
import { type Analysis, analyze } from "../../compiler/compile.ts";
import { createReporter } from "../../compiler/diagnostics/reporter.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { lowerAll } from "../../compiler/emit/emit.ts";
import type { Workload } from "../../compiler/model/workload.ts";
import { declaredAddressing } from "../../compiler/synthesize/declared-addressing.ts";
import { createDiskReader } from "../../cli/disk-reader.ts";
import { recordApplied } from "../../deploy/apply/record-applied.ts";
import { engineSupports } from "../../deploy/engine-supports.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { ensureIdentities, type Makers } from "../../deploy/identities.ts";
import { newPasswordPair } from "../../deploy/password-pair.ts";
import { openStore } from "../../deploy/state/open-store.ts";
import type { StateStore, StoreLock } from "../../deploy/state/state-store.ts";
import { type MeshRecord, openMeshRecord } from "../../deploy/up/mesh-record.ts";
import { randomPassword } from "../../deploy/up/random-password.ts";
import { recordPeers } from "../../deploy/up/record-peers.ts";
import { recordProvisions } from "../../deploy/up/record-provisions.ts";
import { withMeshLock } from "../../deploy/up/with-mesh-lock.ts";
import { engines } from "../../targets/engines/index.ts";

/** A day on which no exception of what is measured ends. */
const today = "2026-06-15";

/**
 * Writes beside a manifest the state that `apply` would leave there: the manifest, each instance as it is compiled with
 * its provisions and peers, and the keys that were made. Starts no broker. Throws where any of it fails.
 */
export async function recordAsApplied(folder: string, compiler: string): Promise<void> {
  const reader = createDiskReader(folder, folder);
  const analysis = valueOf(analyze("mesh.yaml", reader, { overlays: [], today, engines, mode: "deploy" }));
  const store = valueOf(openStore(nodeHost(), analysis.data.state, folder));
  const environments = [...analysis.topology.mesh.environments.keys()];
  const written = await withMeshLock(store, environments, "meshc apply", (lock) =>
    record(analysis, { store, lock, folder, compiler }),
  );
  valueOf(written);
}

interface Where {
  readonly store: StateStore;
  readonly lock: StoreLock;
  readonly folder: string;
  readonly compiler: string;
}

async function record({ topology, data, locate }: Analysis, where: Where): Promise<Result<void>> {
  const { store, lock, folder, compiler } = where;
  const environments = [...topology.mesh.environments.keys()];
  const secrets = store.secrets.encryptedTo(topology.mesh.recipients);
  const meshRecord = openMeshRecord(store, lock, undefined, topology.mesh.name);
  const addressing = declaredAddressing(topology, new Set(environments), createReporter(locate));
  const workloads = lowerAll(topology, new Map(engines.map((engine) => [engine.name, engine])), addressing);
  const identities = await ensureIdentities(workloads, meshRecord.mesh, secrets, makers());
  meshRecord.setMesh(valueOf(identities).state);
  recordInstances(meshRecord, workloads);
  meshRecord.countGenerations(new Set(environments));
  valueOf(await recordPeers(meshRecord, topology));
  const runs = join(folder, ".meshc", "run");
  const recording = {
    host: nodeHost(),
    store,
    record: meshRecord,
    environments,
    gone: [],
    folder: runs,
    compiler,
  };
  return recordApplied(recording, data);
}

function recordInstances(meshRecord: MeshRecord, workloads: readonly Workload[]): void {
  for (const { broker, environment, engine, version, instances } of workloads)
    for (const instance of instances)
      meshRecord.set(instance.name, environment, {
        program: { path: `/usr/local/bin/${instance.command.program}`, version: `${version}.0` },
        broker,
        engine,
        ports: Object.fromEntries(instance.listeners.map(({ name, port }) => [name, port])),
        applied: instance,
        process: { pid: 1, born: hostname() },
      });
  const first = workloads.flatMap(({ broker, instances: [one], provisions }) =>
    one ? { broker, instance: one.name, wanted: provisions, left: [] } : [],
  );
  recordProvisions(meshRecord, first);
}

function makers(): Makers {
  const host = nodeHost();
  const pairs = new Map(engineSupports(engines).map(({ engine, live }) => [engine.name, live]));
  return {
    newKeyPair(engine) {
      const pair = pairs.get(engine)?.newKeyPair?.();
      if (!pair) throw new Error(`nobody logs in by a key at ${engine}`);
      return pair;
    },
    newPasswordPair: () => newPasswordPair(host),
    newPassword: () => randomPassword(host),
  };
}

function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.diagnostics.map(({ message }) => message).join("\n"));
}
