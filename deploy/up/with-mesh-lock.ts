import type { Result } from "../../compiler/diagnostics/result.ts";
import type { DocumentKey } from "../state/documents.ts";
import type { StateStore, StoreLock } from "../state/state-store.ts";

/** Does something while holding the locks of a mesh and of all its environments, known before or given. */
export async function withMeshLock<T>(
  store: StateStore,
  environments: readonly string[],
  command: string,
  work: (lock: StoreLock) => Promise<Result<T>>,
): Promise<Result<T>> {
  const mesh = await store.lock(["mesh"], command);
  if (!mesh.ok) return mesh;
  try {
    // Nobody adds an environment without the mesh's lock, so that from here on the list is whole.
    const known = await store.environments();
    if (!known.ok) return known;
    const keys = [...environments, ...known.value].map((name): DocumentKey => `environments/${name}`);
    const others = await store.lock(keys, command);
    if (!others.ok) return others;
    try {
      return await work({ held: new Map([...mesh.value.held, ...others.value.held]) });
    } finally {
      await store.unlock(others.value);
    }
  } finally {
    await store.unlock(mesh.value);
  }
}
