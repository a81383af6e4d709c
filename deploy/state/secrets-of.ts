import type { MeshState } from "./documents.ts";
import type { SecretStore, Secrets } from "./secrets.ts";

/** The secrets of a mesh, to be written as its document says that they lie: encrypted, or as they are. */
export function secretsOf(
  { secrets }: { readonly secrets: Secrets },
  { mesh }: { readonly mesh: MeshState },
): SecretStore {
  return secrets.encryptedTo(mesh.encrypted?.recipients ?? []);
}
