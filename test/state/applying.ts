import type { Result } from "../../compiler/diagnostics/result.ts";
import type { StateStore } from "../../deploy/state/state-store.ts";
import { exampleEnvironment } from "./example-state.ts";

/**
 * Does to a store what an `apply` does: locks, reads, keeps the manifest, writes the environments with one generation more each, and a password, forgets
 * manifests that nobody needs, unlocks.
 */
export async function applyTo(
  store: StateStore,
  names: readonly string[],
  contact: string,
  recipients: readonly string[] = [],
): Promise<Result<void>> {
  const mesh = await store.read("mesh");
  if (!mesh.ok) return mesh;
  if (!mesh.value) throw new Error("the state has become nothing");
  const { lineage } = mesh.value;
  const keys = ["mesh" as const, ...names.map((name) => `environments/${name}` as const)];
  const lock = await store.lock(keys, "meshc apply");
  if (!lock.ok) return lock;
  try {
    const kept = await store.manifests.keep({ mesh: { name: "acme" }, teams: { sales: { contact } } });
    if (!kept.ok) return kept;
    const written = await store.secrets.encryptedTo(recipients).writePassword("cluster.core", contact);
    if (!written.ok) return written;
    for (const name of names) {
      const before = await store.read(`environments/${name}`);
      if (!before.ok) return before;
      if (!before.value) throw new Error("an environment has become nothing");
      const content = exampleEnvironment(name, kept.value, before.value.content.generation + 1);
      const next = await store.write(lock.value, `environments/${name}`, before.value, { lineage, content });
      if (!next.ok) return next;
    }
    return await store.manifests.retain(new Set([kept.value]));
  } finally {
    await store.unlock(lock.value);
  }
}
