import { nodeHost } from "../deploy/host/node-host.ts";
import { nameOf, revocableIdentities } from "../deploy/rotate/find-identities.ts";
import { fileStore } from "../deploy/state/file-store.ts";
import { upFolderOf } from "../deploy/up/up-folder.ts";

/** Names of those who have a key in the mesh that `up` runs from a folder; the full names where two are called the same. */
export async function identityNames(manifestFolder: string): Promise<readonly string[]> {
  const host = nodeHost();
  const folder = await upFolderOf(host, manifestFolder);
  const mesh = await fileStore(host, folder.path).read("mesh");
  if (!mesh.ok || !mesh.value) return [];
  const identities = revocableIdentities(mesh.value.content);
  const names = identities.map(nameOf);
  return identities.map((identity, index) => {
    const name = names[index] ?? identity;
    return names.indexOf(name) === names.lastIndexOf(name) ? name : identity;
  });
}
