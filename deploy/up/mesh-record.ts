import type { Result } from "../../compiler/diagnostics/result.ts";
import { invariant } from "../../compiler/diagnostics/invariant.ts";
import { documentDamaged } from "../codes.ts";
import { failure, success } from "../diagnose.ts";
import type {
  Document,
  DocumentKey,
  EnvironmentState,
  InstanceRecord,
  MeshState,
} from "../state/documents.ts";
import {
  newLineage,
  sameLineage,
  type StateReader,
  type StateStore,
  type StoreLock,
} from "../state/state-store.ts";

/** An instance's record and the environment that it stands in. */
export interface PlacedRecord {
  readonly environment: string;
  readonly record: InstanceRecord;
}

/** The state of a running mesh, in memory; `save` writes what was changed. */
export interface MeshRecord {
  readonly mesh: MeshState;
  readonly lineage: string;
  readonly environments: ReadonlyMap<string, Document<EnvironmentState>>;
  instance(name: string): PlacedRecord | undefined;
  instances(): ReadonlyMap<string, PlacedRecord>;
  setMesh(mesh: MeshState): void;
  /** Sets the record of an instance in an environment, or forgets it; an environment before is left. */
  set(name: string, environment: string, record: InstanceRecord | undefined): void;
  /** What `apply` keeps of an environment beside its instances. */
  applied(environment: string): AppliedState;
  /** Sets what `apply` keeps of an environment beside its instances. */
  setApplied(environment: string, applied: AppliedState): void;
  /** Counts one more generation of these environments; once, however often it is told of one. */
  countGenerations(environments: ReadonlySet<string>): void;
  /** Writes every document that differs from what stands in the store. */
  save(): Promise<Result<void>>;
}

/** What `apply` keeps of an environment beside its instances. */
export type AppliedState = Pick<EnvironmentState, "applied" | "runsAt">;

/** The state as it is read, without a lock; `undefined` where there is none yet. */
export interface StoredMesh {
  readonly mesh: Document<MeshState>;
  readonly environments: ReadonlyMap<string, Document<EnvironmentState>>;
}

/** Reads all documents of a store and checks that they belong together. */
export async function readStoredMesh(store: StateReader): Promise<Result<StoredMesh | undefined>> {
  const mesh = await store.read("mesh");
  if (!mesh.ok) return mesh;
  const names = await store.environments();
  if (!names.ok) return names;
  const environments = new Map<string, Document<EnvironmentState>>();
  for (const name of names.value) {
    const key: DocumentKey = `environments/${name}`;
    const document = await store.read(key);
    if (!document.ok) return document;
    if (!document.value) continue;
    if (mesh.value) {
      const belongs = sameLineage(store, mesh.value, key, document.value);
      if (!belongs.ok) return belongs;
    }
    environments.set(name, document.value);
  }
  if (mesh.value) return success({ mesh: mesh.value, environments });
  if (environments.size === 0) return success(undefined);
  const file = store.whereIs("mesh");
  return failure(documentDamaged, { file, why: "it is gone, though environments are recorded beside it" });
}

/** The records of all instances of a stored mesh, by name. */
export function recordsOf(
  environments: ReadonlyMap<string, Document<EnvironmentState>>,
): Map<string, PlacedRecord> {
  const records = new Map<string, PlacedRecord>();
  for (const [environment, { content }] of environments) {
    for (const [name, record] of Object.entries(content.instances))
      records.set(name, { environment, record });
  }
  return records;
}

/** The records of an environment's instances, sorted by name. */
function instancesIn(
  environment: string,
  records: ReadonlyMap<string, PlacedRecord>,
): EnvironmentState["instances"] {
  const mine = [...records].filter(([, placed]) => placed.environment === environment);
  const sorted = mine.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, { record }]) => [name, record]));
}

function appliedStateOf({ applied, runsAt }: AppliedState): AppliedState {
  return { ...(applied && { applied }), ...(runsAt && { runsAt }) };
}

/** Opens the state for changes under a lock; one that does not exist yet begins empty. */
export function openMeshRecord(
  store: StateStore,
  lock: StoreLock,
  stored: StoredMesh | undefined,
  meshName: string,
): MeshRecord {
  const lineage = stored?.mesh.lineage ?? newLineage();
  const environments = new Map(stored?.environments);
  const records = recordsOf(environments);
  const generations = new Map([...environments].map(([name, { content }]) => [name, content.generation]));
  const applied = new Map(
    [...environments].map(([name, { content }]) => [name, appliedStateOf(content)] as const),
  );
  const [changed, counted] = [new Set<string>(), new Set<string>()];
  let written = stored?.mesh;
  let mesh: MeshState = { ...(written?.content ?? { publicKeys: {}, passwords: [] }), mesh: meshName };

  const saveMesh = async (): Promise<Result<void>> => {
    if (written && JSON.stringify(written.content) === JSON.stringify(mesh)) return success(undefined);
    const result = await store.write(lock, "mesh", written, { lineage, content: mesh });
    if (result.ok) written = result.value;
    return result.ok ? success(undefined) : result;
  };
  const saveEnvironment = async (environment: string): Promise<Result<void>> => {
    const content = {
      environment,
      generation: generations.get(environment) ?? 0,
      instances: instancesIn(environment, records),
      ...applied.get(environment),
    };
    const before = environments.get(environment);
    const result = await store.write(lock, `environments/${environment}`, before, { lineage, content });
    if (!result.ok) return result;
    environments.set(environment, result.value);
    changed.delete(environment);
    return success(undefined);
  };

  return {
    get mesh() {
      return mesh;
    },
    lineage,
    environments,
    instance: (name) => records.get(name),
    instances: () => records,
    setMesh(next) {
      mesh = next;
    },
    set(name, environment, record) {
      const before = records.get(name);
      if (before) changed.add(before.environment);
      changed.add(environment);
      if (record) records.set(name, { environment, record });
      else records.delete(name);
    },
    applied: (environment) => applied.get(environment) ?? {},
    setApplied(environment, state) {
      applied.set(environment, appliedStateOf(state));
      changed.add(environment);
    },
    countGenerations(names) {
      for (const environment of names) {
        if (counted.has(environment)) continue;
        counted.add(environment);
        generations.set(environment, (generations.get(environment) ?? 0) + 1);
        changed.add(environment);
      }
    },
    async save() {
      const saved = await saveMesh();
      if (!saved.ok) return saved;
      for (const environment of [...changed].toSorted()) {
        invariant(lock.held.has(`environments/${environment}`), `${environment} is not locked`);
        const result = await saveEnvironment(environment);
        if (!result.ok) return result;
      }
      return success(undefined);
    },
  };
}
