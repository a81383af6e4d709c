import { join } from "node:path";
import type { Result } from "../../compiler/diagnostics/result.ts";
import type { KeyPair } from "../../compiler/live.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { failure, success } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import { nothingUp } from "../codes.ts";
import { openMeshAt } from "../open-running-mesh.ts";
import type { CredentialFileRecord } from "../state/documents.ts";
import { guarded } from "../state/guarded.ts";
import type { StateStore } from "../state/state-store.ts";
import type { MeshRecord } from "../up/mesh-record.ts";
import type { UpFolder } from "../up/up-folder.ts";
import { credentialsFileUnfit } from "./codes.ts";
import { credentialsIn, notCredentials } from "./credential-files.ts";
import { credentialsOf, type Spoken } from "./credentials.ts";
import { loginIdentity } from "./login-identity.ts";
import { printCredentials } from "./print-credentials.ts";

/** Where credentials are put. */
export interface CredentialGround {
  readonly host: Host;
  readonly manifestFolder: string;
  readonly record: MeshRecord;
}

/** And where the mesh runs that they are of. */
export interface MeshGround extends CredentialGround {
  readonly folder: UpFolder;
  readonly store: StateStore;
  /** Environments that alone are touched; absent = all. */
  readonly scope?: ReadonlySet<string>;
}

/**
 * Puts the credentials of applications into their files where they are not there as they are now, and removes those
 * files of an earlier run that the manifest no longer has. What is written is recorded before, so that none is forgotten.
 * Files of applications that connect in no environment that is touched stay as they are.
 */
export async function writeCredentialFiles(
  { host, manifestFolder, record, folder, store, scope }: MeshGround,
  topology: Topology,
  spoken: Spoken,
  all: readonly CredentialFileRecord[],
): Promise<Result<void>> {
  const isTouched = touchedIn(topology, scope);
  const recordedBefore = record.mesh.credentialFiles ?? [];
  const wanted = all.filter(({ application }) => isTouched(application) ?? scope === undefined);
  const before = recordedBefore.filter(({ application }) => isTouched(application) ?? true);
  const kept = recordedBefore.filter((each) => !before.includes(each));
  if (wanted.length === 0 && before.length === 0) return success(undefined);
  const recorded = await recordFiles(record, [...recordedBefore, ...wanted]);
  if (!recorded.ok) return recorded;
  const running = await openMeshAt({ host, folder, store, manifestFolder }, nothingUp);
  if (!running.ok) return running;
  for (const { application, file } of wanted) {
    const credentials = credentialsOf(topology, running.value, spoken, application);
    if (!credentials.ok) return credentials;
    const path = join(manifestFolder, file);
    const { main } = printCredentials(credentials.value, "json", path);
    const written = await writeWhereOther(host, { path, application, file }, main.text);
    if (!written.ok) return written;
  }
  for (const { application, file } of before) {
    if (wanted.some((each) => each.file === file)) continue;
    const removed = await removeCredentials(host, join(manifestFolder, file), application);
    if (!removed.ok) return removed;
  }
  return recordFiles(record, [...kept, ...wanted]);
}

/** Whether an application connects in an environment that is touched; `undefined` where the mesh does not have it. */
function touchedIn(
  { identities, brokers }: Topology,
  scope: ReadonlySet<string> | undefined,
): (application: string) => boolean | undefined {
  const at = new Map(identities.map(({ name, at: places }) => [name, places]));
  const isIn = (broker: string) => scope?.has(brokers.get(broker)?.broker.environment.name ?? "") ?? true;
  return (application) => {
    const places = at.get(`application.${application}`);
    return places && [...places.keys()].some(isIn);
  };
}

function recordFiles(record: MeshRecord, files: readonly CredentialFileRecord[]): Promise<Result<void>> {
  const { credentialFiles: _, ...rest } = record.mesh;
  const texts = new Set(files.map(({ application, file }) => JSON.stringify({ application, file })));
  const credentialFiles = [...texts].toSorted().map((text) => JSON.parse(text) as CredentialFileRecord);
  record.setMesh({ ...rest, ...(credentialFiles.length > 0 && { credentialFiles }) });
  return record.save();
}

/** Somebody may have put another file there since it was looked at, before anything was brought up. */
async function writeWhereOther(
  { files }: Host,
  { path, application, file }: CredentialFileRecord & { readonly path: string },
  text: string,
): Promise<Result<void>> {
  const bytes = new TextEncoder().encode(text);
  const standing = await guarded(path, () => files.read(path));
  if (!standing.ok) return standing;
  if (standing.value && !credentialsIn(standing.value, application))
    return failure(credentialsFileUnfit, { application, file, why: notCredentials });
  return guarded(path, async () => {
    const isSame = standing.value !== undefined && Buffer.compare(standing.value, bytes) === 0;
    if (isSame && (await files.mode(path)) === 0o600) return;
    await files.write(path, bytes, { mode: 0o600 });
  });
}

/** Removes a file that holds credentials of an application, and no other. */
export function removeCredentials(host: Host, path: string, application: string): Promise<Result<void>> {
  return guarded(path, async () => {
    const bytes = await host.files.read(path);
    if (bytes && credentialsIn(bytes, application)) await host.files.remove(path);
  });
}

/** Puts new keys, by application, into files with credentials; everything else in them stays. Tells which. */
export async function renewCredentialFiles(
  { host, manifestFolder, record }: CredentialGround,
  keys: ReadonlyMap<string, KeyPair>,
): Promise<Result<readonly CredentialFileRecord[]>> {
  const renewed: CredentialFileRecord[] = [];
  for (const { application, file } of record.mesh.credentialFiles ?? []) {
    const key = keys.get(application);
    if (!key) continue;
    const path = join(manifestFolder, file);
    const done = await guarded(path, async () => {
      const bytes = await host.files.read(path);
      const credentials = bytes && credentialsIn(bytes, application);
      if (!credentials) return;
      const identity = loginIdentity(`application.${application}`, key);
      const { main } = printCredentials({ ...credentials, identity }, "json", path);
      await host.files.write(path, new TextEncoder().encode(main.text), { mode: 0o600 });
      renewed.push({ application, file });
    });
    if (!done.ok) return done;
  }
  return success(renewed);
}
