import type { Result } from "../../compiler/diagnostics/result.ts";
import { compare } from "../../compiler/model/compare.ts";
import type { ManifestData } from "../../compiler/model/manifest.ts";
import type { RecordedEnvironment, RecordedInstance, RecordedMesh } from "../../compiler/recorded-mesh.ts";
import { success } from "../diagnose.ts";
import type { Document, EnvironmentState } from "../state/documents.ts";
import type { StateReader } from "../state/state-store.ts";
import { readStoredMesh } from "../up/mesh-record.ts";
import type { Serials } from "./recorded-plan.ts";

/** What is recorded of a mesh, as a plan takes it. */
export interface RecordedState {
  /** `undefined` where nothing was applied. */
  readonly mesh: RecordedMesh | undefined;
  readonly serials: Serials;
  readonly unfinished: readonly string[];
}

/** Reads what was applied where, each manifest once. Takes no lock: what moves meanwhile is told by the serials. */
export async function readRecorded(store: StateReader): Promise<Result<RecordedState>> {
  const stored = await readStoredMesh(store);
  if (!stored.ok) return stored;
  const documents = [...(stored.value?.environments ?? [])].toSorted(([a], [b]) => compare(a, b));
  const manifests = new Map<string, ManifestData>();
  const environments = new Map<string, RecordedEnvironment>();
  for (const [name, { content }] of documents) {
    const wanted = content.applied?.manifest;
    if (wanted === undefined) continue;
    const known = manifests.get(wanted);
    const manifest = known ? success(known) : await store.manifests.read(wanted);
    if (!manifest.ok) return manifest;
    manifests.set(wanted, manifest.value);
    environments.set(name, { manifest: manifest.value, instances: instancesOf(content) });
  }
  const { operators = [] } = stored.value?.mesh.content ?? {};
  return success({
    mesh: environments.size > 0 ? { environments, operators } : undefined,
    serials: serialsOf(stored.value?.mesh, documents),
    unfinished: documents.flatMap(([name, { content }]) => (content.applied?.underway ? [name] : [])),
  });
}

/** Serials of documents, by which it is told whether one moved. */
export function serialsOf(
  mesh: Document<unknown> | undefined,
  environments: Iterable<readonly [string, Document<unknown>]>,
): Serials {
  const sorted = [...environments].toSorted(([a], [b]) => compare(a, b));
  return {
    mesh: mesh?.serial ?? 0,
    environments: Object.fromEntries(sorted.map(([name, { serial }]) => [name, serial])),
  };
}

/** Instances that were seen to be healthy; of the others nobody knows what they are. */
function instancesOf({ instances }: EnvironmentState): readonly RecordedInstance[] {
  const sorted = Object.values(instances);
  return sorted.flatMap(({ broker, engine, program, applied, provisions = [], left }) => {
    if (!applied) return [];
    return {
      broker,
      engine,
      ...(program && { program: program.version }),
      instance: applied,
      provisions,
      ...(left && { left }),
    };
  });
}
