import type { Result } from "../../compiler/diagnostics/result.ts";
import type { SecretReference, WorkloadInstance } from "../../compiler/model/workload.ts";
import { success } from "../diagnose.ts";
import { inParallel } from "../verify/in-parallel.ts";
import type { MeshState } from "./documents.ts";
import type { SecretStore } from "./secrets.ts";

/** The values of the references in instances' files as they lie in the store; one that is gone has none. */
export async function storedValues(
  instances: readonly WorkloadInstance[],
  mesh: MeshState,
  secrets: SecretStore,
): Promise<Result<(reference: SecretReference) => string | undefined>> {
  const parts = instances.flatMap(({ files }) => files).flatMap((file) => file.parts);
  const secret = parts.filter((part) => typeof part !== "string").filter(({ kind }) => kind !== "publicKey");
  const wanted = new Map(secret.map((part) => [`${part.kind} ${part.of}`, part]));
  const values = new Map<string, string>();
  const read = await inParallel([...wanted], async ([name, { kind, of }]) => {
    const found = kind === "password" ? await secrets.password(of) : await secrets.key(of);
    if (!found.ok) return found;
    const value = typeof found.value === "object" ? found.value.seed : found.value;
    if (value !== undefined && found.value !== "damaged") values.set(name, value);
    return success(undefined);
  });
  const failed = read.find((result) => !result.ok);
  if (failed && !failed.ok) return failed;
  return success(({ kind, of }) =>
    kind === "publicKey" ? mesh.publicKeys[of] : values.get(`${kind} ${of}`),
  );
}
