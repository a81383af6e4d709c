import type { Result } from "../../compiler/diagnostics/result.ts";
import type { ManifestData } from "../../compiler/model/manifest.ts";
import type { Host } from "../host/host.ts";
import type { AppliedRecord } from "../state/documents.ts";
import type { StateStore } from "../state/state-store.ts";
import type { AppliedState, MeshRecord } from "../up/mesh-record.ts";

/** What recording needs. */
export interface Recording {
  readonly host: Host;
  readonly store: StateStore;
  readonly record: MeshRecord;
  /** Environments that are touched: of the manifest, and those that left it. */
  readonly environments: readonly string[];
  /** Environments that the manifest does not have any more. */
  readonly gone: readonly string[];
  /** Where their processes run. */
  readonly folder: string;
  /** Version of this meshc. */
  readonly compiler: string;
}

/** Records, before anything is done, which manifest is being brought about, and where it runs. */
export async function recordUnderway(recording: Recording, data: ManifestData): Promise<Result<void>> {
  const kept = await recording.store.manifests.keep(data);
  if (!kept.ok) return kept;
  return writeAll(recording, (applied) => {
    if (applied && applied.manifest === kept.value && applied.underway === undefined) return applied;
    const manifest = applied?.manifest;
    return { ...made(recording, applied), ...(manifest !== undefined && { manifest }), underway: kept.value };
  });
}

/** Records the manifest that holds now that all is done, and lets go of manifests that nothing refers to any more. */
export async function recordApplied(recording: Recording, data: ManifestData): Promise<Result<void>> {
  const { record, store, gone } = recording;
  const before = manifestsOf(record);
  const full = new Set([...record.instances().values()].map(({ environment }) => environment));
  for (const name of gone) if (!full.has(name) && record.applied(name).applied) record.setApplied(name, {});
  const kept = await store.manifests.keep(data);
  if (!kept.ok) return kept;
  const written = await writeAll(recording, (applied) => {
    const isSame = applied?.manifest === kept.value && applied.compiler === recording.compiler;
    if (isSame && applied.underway === undefined) return applied;
    return { manifest: kept.value, ...made(recording, undefined) };
  });
  if (!written.ok) return written;
  // One generation back is what a rollback goes to.
  return store.manifests.retain(new Set([...before, ...manifestsOf(record)]));
}

/** Who brought it about, and when; as before where that is recorded already. */
function made(
  { host, compiler }: Recording,
  applied: AppliedRecord | undefined,
): Pick<AppliedRecord, "compiler" | "at"> {
  return applied
    ? { compiler: applied.compiler, at: applied.at }
    : { compiler, at: host.now().toISOString() };
}

async function writeAll(
  { host, record, environments, folder }: Recording,
  next: (applied: AppliedRecord | undefined) => AppliedRecord,
): Promise<Result<void>> {
  const runsAt = { host: host.name, folder };
  for (const environment of environments) {
    const before = record.applied(environment);
    const after: AppliedState = { applied: next(before.applied), runsAt };
    if (JSON.stringify(before) !== JSON.stringify(after)) record.setApplied(environment, after);
  }
  return record.save();
}

function manifestsOf(record: MeshRecord): readonly string[] {
  return [...record.environments.keys()].flatMap((name) => {
    const { applied } = record.applied(name);
    return [applied?.manifest, applied?.underway].flatMap((each) => each ?? []);
  });
}
