import type { Result } from "../../compiler/diagnostics/result.ts";
import type { GivenReference, SecretReference, WorkloadInstance } from "../../compiler/model/workload.ts";
import { success } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import { formOfPair } from "../login-form.ts";
import { loginValue } from "../login-value.ts";
import type { UpFolder } from "../up/up-folder.ts";
import { inParallel } from "../verify/in-parallel.ts";
import type { MeshState } from "./documents.ts";
import { guarded } from "./guarded.ts";
import type { Damaged, SecretReader } from "./secrets.ts";

/** Where values lie. */
export interface StoredIn {
  readonly mesh: MeshState;
  readonly secrets: SecretReader;
  readonly host: Host;
  /** Instances' folders: what the user keeps lies nowhere else here. */
  readonly folder: UpFolder;
}

/**
 * The values of the references in instances' files as they lie here; one that is gone has none. Where there is a hash
 * of a password the password is found as well, and where a listener speaks TLS by whom its server is known.
 */
export async function storedValues(
  instances: readonly WorkloadInstance[],
  stored: StoredIn,
): Promise<Result<(reference: SecretReference) => string | undefined>> {
  const parts = instances.flatMap(({ files }) => files).flatMap((file) => file.parts);
  const inFiles = parts.flatMap((part) => (typeof part === "string" ? [] : withPassword(part)));
  const references = [...inFiles, ...instances.flatMap(authoritiesOf)];
  const wanted = new Map(references.map((reference) => [keyOf(reference), reference]));
  const values = new Map<string, string>();
  const read = await inParallel([...wanted.values()], async (reference) => {
    const value = await storedValue(reference, instances, stored);
    if (value.ok && value.value !== undefined) values.set(keyOf(reference), value.value);
    return value;
  });
  const failed = read.find((result) => !result.ok);
  if (failed && !failed.ok) return failed;
  return success((reference) => values.get(keyOf(reference)));
}

/** Whom somebody trusts who dials an instance: a broker that dials nobody has no file that says so. */
function authoritiesOf({ listeners }: WorkloadInstance): readonly SecretReference[] {
  const secured = listeners.filter(({ tls }) => tls);
  return secured.map(({ knownBy }) => knownBy ?? { kind: "authority", of: "servers" });
}

/** Where a file holds the hash of a password, whoever asks that instance as its identity needs the password. */
function withPassword(reference: SecretReference): readonly SecretReference[] {
  const { kind, of } = reference;
  return kind === "pbkdf2" || kind === "bcrypt" ? [reference, { kind: "loginPassword", of }] : [reference];
}

function keyOf(reference: SecretReference): string {
  const { kind, of } = reference;
  if (reference.kind === "given") return `${kind} ${reference.broker} ${reference.part}`;
  return "revoked" in reference ? `${kind} ${of} ${reference.revoked}` : `${kind} ${of}`;
}

async function storedValue(
  reference: SecretReference,
  instances: readonly WorkloadInstance[],
  { mesh, secrets, host, folder }: StoredIn,
): Promise<Result<string | undefined>> {
  if ("revoked" in reference) return success(reference.kind === "publicKey" ? reference.revoked : undefined);
  switch (reference.kind) {
    case "publicKey":
      return success(publicKeyIn(mesh, reference.of));
    case "authority":
      return success(mesh.authorities?.[reference.of]);
    case "given":
      return placedValue(reference, instances, host, folder);
    case "password":
      return whole(await secrets.password(reference.of), (password) => password);
    case "seed":
    case "loginPassword":
    case "pbkdf2":
    case "bcrypt":
      return whole(await secrets.key(reference.of), (pair) => loginValue(reference.kind, pair));
    default: {
      const { kind, of } = reference;
      return whole(await secrets.certified("certificates", of), (certified) => certified[kind]);
    }
  }
}

/** The nkey's public half of an identity; one that logs in by a password by now has none. */
function publicKeyIn({ publicKeys }: MeshState, identity: string): string | undefined {
  const key = publicKeys[identity];
  return key !== undefined && formOfPair(key) === "nkey" ? key : undefined;
}

/** What an instance has in a file of its own. Two that differ, after a run that ended half-way, are each as good. */
async function placedValue(
  reference: GivenReference,
  instances: readonly WorkloadInstance[],
  host: Host,
  folder: UpFolder,
): Promise<Result<string | undefined>> {
  for (const { name, files } of instances) {
    const file = files.find(({ parts: [part, ...rest] }) => {
      return typeof part === "object" && rest.length === 0 && keyOf(part) === keyOf(reference);
    });
    if (!file) continue;
    const path = `${folder.instance(name)}/${file.path}`;
    const bytes = await guarded(path, () => host.files.read(path));
    if (!bytes.ok) return bytes;
    if (bytes.value) return success(new TextDecoder().decode(bytes.value));
  }
  return success(undefined);
}

function whole<T>(
  found: Result<T | Damaged | undefined>,
  valueOf: (secret: T) => string | undefined,
): Result<string | undefined> {
  if (!found.ok) return found;
  const { value } = found;
  return success(value === undefined || value === "damaged" ? undefined : valueOf(value as T));
}
