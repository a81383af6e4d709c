import { nodeHost } from "../deploy/host/node-host.ts";
import { upPlace } from "../deploy/open-running-mesh.ts";
import { nameOf, revocableIdentities } from "../deploy/rotate/find-identities.ts";
import { openStore } from "../deploy/state/open-store.ts";
import type { Invocation } from "./command-spec.ts";
import { declaredState } from "./declared-state.ts";
import type { ManifestPath } from "./manifest-path.ts";

/**
 * Names of those who have a key in the mesh that `up` runs from a folder, or that was applied from it; the full names where
 * two are called the same. A store that is not a folder is not asked: whoever presses Tab waits for no server.
 */
export async function identityNames(path: ManifestPath, invocation: Invocation): Promise<readonly string[]> {
  const host = nodeHost();
  const { state } = declaredState(path, invocation);
  const isFolder = state?.store === undefined || state.store.startsWith("file:");
  const applied = isFolder ? openStore(host, state, path.folder) : undefined;
  const stores = [(await upPlace(host, path.folder)).store, ...(applied?.ok ? [applied.value] : [])];
  const identities = new Set<string>();
  for (const store of stores) {
    const mesh = await store.read("mesh");
    if (mesh.ok && mesh.value)
      for (const identity of revocableIdentities(mesh.value.content)) identities.add(identity);
  }
  const names = [...identities].map(nameOf);
  return [...identities].map((identity) => {
    const name = nameOf(identity);
    return names.indexOf(name) === names.lastIndexOf(name) ? name : identity;
  });
}
