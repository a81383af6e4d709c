import type { ManifestData } from "../../compiler/model/manifest.ts";
import type { EnvironmentState, MeshState } from "../../deploy/state/documents.ts";
import { newLineage, type StateStore } from "../../deploy/state/state-store.ts";
import { good } from "./good.ts";

/** The manifest that is applied in the state of tests. */
export const exampleManifest: ManifestData = { mesh: { name: "acme" }, teams: { sales: { contact: "a@b" } } };

/** What the mesh's document of the state of tests holds. */
export const exampleMesh: MeshState = {
  mesh: "acme",
  publicKeys: { system: "UABC" },
  passwords: ["cluster.core"],
};

/** What an environment's document of the state of tests holds. */
export function exampleEnvironment(environment: string, manifest: string, generation = 1): EnvironmentState {
  const at = "2026-11-28T09:00:00.000Z";
  return { environment, generation, instances: {}, applied: { manifest, compiler: "0.1.0", at } };
}

/** Writes a state with two environments, a manifest and two secrets, the latter as they are given. */
export async function writeExample(
  store: StateStore,
  names: readonly string[] = ["cloud", "site"],
  recipients: readonly string[] = [],
): Promise<{ readonly manifest: string }> {
  const keys = ["mesh" as const, ...names.map((name) => `environments/${name}` as const)];
  const lock = good(await store.lock(keys, "meshc apply"));
  const lineage = newLineage();
  const secrets = store.secrets.encryptedTo(recipients);
  good(await secrets.writeKey("application.till", { publicKey: "U1", seed: "S1" }));
  good(await secrets.writePassword("cluster.core", "p"));
  const manifest = good(await store.manifests.keep(exampleManifest));
  good(await store.write(lock, "mesh", undefined, { lineage, content: exampleMesh }));
  for (const name of names) {
    const content = exampleEnvironment(name, manifest);
    good(await store.write(lock, `environments/${name}`, undefined, { lineage, content }));
  }
  good(await store.unlock(lock));
  return { manifest };
}
