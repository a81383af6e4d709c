import type { Shown } from "../compiler/live.ts";
import type { Code } from "../compiler/diagnostics/code.ts";
import type { Result } from "../compiler/diagnostics/result.ts";
import { nothingUp } from "./codes.ts";
import { failure, success } from "./diagnose.ts";
import type { Host } from "./host/host.ts";
import type { RunningMesh } from "./running-mesh.ts";
import { fileStore } from "./state/file-store.ts";
import type { StateStore } from "./state/state-store.ts";
import { storedValues } from "./state/stored-values.ts";
import { readStoredMesh, recordsOf } from "./up/mesh-record.ts";
import { type UpFolder, upFolderOf } from "./up/up-folder.ts";
import { inParallel } from "./verify/in-parallel.ts";

/**
 * What `up` recorded of the mesh that runs from a manifest's folder: its endpoints and seeds, read once. Says that
 * nothing is up where no instance was given a process.
 */
export async function openRunningMesh(host: Host, manifestFolder: string): Promise<Result<RunningMesh>> {
  return openMeshAt(await upPlace(host, manifestFolder), nothingUp);
}

/** Where `up` runs and records the mesh of a manifest's folder. */
export async function upPlace(host: Host, manifestFolder: string): Promise<MeshPlace> {
  const folder = await upFolderOf(host, manifestFolder);
  return { host, manifestFolder, folder, store: fileStore(host, folder.path) };
}

/** Where a mesh runs, and where it is recorded. */
export interface MeshPlace {
  readonly host: Host;
  readonly manifestFolder: string;
  readonly folder: UpFolder;
  readonly store: StateStore;
}

/** What is recorded of a mesh that runs: its endpoints and seeds, read once. `notThere` says that none does. */
export async function openMeshAt(
  { host, manifestFolder, folder, store }: MeshPlace,
  notThere: Code<{ readonly folder: string }>,
): Promise<Result<RunningMesh>> {
  const stored = await readStoredMesh(store);
  if (!stored.ok) return stored;
  const records = recordsOf(stored.value?.environments ?? new Map());
  const isUp = [...records.values()].some(({ record }) => record.process !== undefined);
  if (!stored.value || !isUp) return failure(notThere, { folder: manifestFolder });
  const seeds = new Map<string, string>();
  const shown = new Map<string, Shown>();
  const { publicKeys } = stored.value.mesh.content;
  const read = await inParallel(Object.entries(publicKeys), async ([identity, publicKey]) => {
    const pair = await store.secrets.key(identity);
    const isOfNow = pair.ok && typeof pair.value === "object" && pair.value.publicKey === publicKey;
    // One that was put back from an older copy lets nobody in; `up` tells of it.
    if (isOfNow) seeds.set(identity, pair.value.seed);
    const certified = await store.secrets.certified("certificates", identity);
    if (certified.ok && typeof certified.value === "object") shown.set(identity, certified.value);
    return pair.ok ? certified : pair;
  });
  const failed = read.find((result) => !result.ok);
  if (failed && !failed.ok) return failed;
  const mesh = stored.value.mesh.content;
  const applied = [...records.values()].flatMap(({ record }) => record.applied ?? []);
  const withOwn = applied.filter(({ listeners }) => listeners.some(({ knownBy }) => knownBy));
  const values = await storedValues(withOwn, { mesh, secrets: store.secrets, host, folder });
  if (!values.ok) return values;
  return success({
    command: folder.command,
    endpoint(instance, listener) {
      const record = records.get(instance)?.record;
      const port = record?.ports[listener];
      const bound = record?.applied?.listeners.find(({ name }) => name === listener);
      const authority = bound?.knownBy ? values.value(bound.knownBy) : mesh.authorities?.servers;
      const trust = bound?.tls && authority !== undefined && { authority };
      return port === undefined ? undefined : { host: "127.0.0.1", port, ...trust };
    },
    known: [...seeds.keys()].filter((identity) => /^(application|link)\./.test(identity)).toSorted(),
    seedOf: (identity) => seeds.get(identity),
    certificateOf: (identity) => shown.get(identity),
    publicKeyOf: (identity) => publicKeys[identity],
  });
}
