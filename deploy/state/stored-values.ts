import type { Result } from "../../compiler/diagnostics/result.ts";
import type { SecretReference, WorkloadInstance } from "../../compiler/model/workload.ts";
import { success } from "../diagnose.ts";
import { inParallel } from "../verify/in-parallel.ts";
import type { MeshState } from "./documents.ts";
import type { Damaged, SecretReader } from "./secrets.ts";

/** The values of the references in instances' files as they lie in the store; one that is gone has none. */
export async function storedValues(
  instances: readonly WorkloadInstance[],
  mesh: MeshState,
  secrets: SecretReader,
): Promise<Result<(reference: SecretReference) => string | undefined>> {
  const parts = instances.flatMap(({ files }) => files).flatMap((file) => file.parts);
  const references = parts.filter((part) => typeof part !== "string");
  const wanted = new Map(references.map((reference) => [keyOf(reference), reference]));
  const values = new Map<string, string>();
  const read = await inParallel([...wanted.values()], async (reference) => {
    const value = await storedValue(reference, mesh, secrets);
    if (value.ok && value.value !== undefined) values.set(keyOf(reference), value.value);
    return value;
  });
  const failed = read.find((result) => !result.ok);
  if (failed && !failed.ok) return failed;
  return success((reference) => values.get(keyOf(reference)));
}

function keyOf(reference: SecretReference): string {
  const { kind, of } = reference;
  return "revoked" in reference ? `${kind} ${of} ${reference.revoked}` : `${kind} ${of}`;
}

async function storedValue(
  reference: SecretReference,
  mesh: MeshState,
  secrets: SecretReader,
): Promise<Result<string | undefined>> {
  if ("revoked" in reference) return success(reference.kind === "publicKey" ? reference.revoked : undefined);
  switch (reference.kind) {
    case "publicKey":
      return success(mesh.publicKeys[reference.of]);
    case "authority":
      return success(mesh.authorities?.[reference.of]);
    case "password":
      return whole(await secrets.password(reference.of), (password) => password);
    case "seed":
      return whole(await secrets.key(reference.of), ({ seed }) => seed);
    default: {
      const { kind, of } = reference;
      return whole(await secrets.certified("certificates", of), (certified) => certified[kind]);
    }
  }
}

function whole<T>(
  found: Result<T | Damaged | undefined>,
  valueOf: (secret: T) => string,
): Result<string | undefined> {
  if (!found.ok) return found;
  const { value } = found;
  return success(value === undefined || value === "damaged" ? undefined : valueOf(value as T));
}
