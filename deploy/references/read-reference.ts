import type { Result } from "../../compiler/diagnostics/result.ts";
import type { Environment } from "../../compiler/model/mesh.ts";
import type { Path } from "../../compiler/source/path.ts";
import { success } from "../diagnose.ts";
import { type Found, whenFound } from "./found.ts";
import type { GeneratedSecrets } from "./generated-secrets.ts";
import { readEnvironment } from "./read-environment.ts";
import { readSecretFile } from "./read-file.ts";
import { readKubernetesSecret, textInSecret } from "./read-kubernetes.ts";
import { readPulumi } from "./read-pulumi.ts";
import { readSopsFile } from "./read-sops.ts";
import { readVaultSecret, textInVault } from "./read-vault.ts";
import type { Reading } from "./reading.ts";
import { parseReference, type Reference } from "./reference.ts";
import { textAt } from "./tree-path.ts";

/** A secret reference of the manifest. */
export interface WantedReference {
  /** As written, such as `vault:mesh/core#key`. */
  readonly reference: string;
  /** Where it stands in the manifest. */
  readonly path: Path;
  /** The environment that it is for: which cluster, and which stack. */
  readonly environment: Pick<Environment, "name" | "kubernetesContext" | "pulumi">;
}

/** What following references needs, beside those of one run. */
export interface Following extends Reading {
  readonly generated: GeneratedSecrets;
  /** Does what is named by a key once, for all who ask for it. */
  readonly once: <T>(key: string, read: () => Promise<T>) => Promise<T>;
}

/** Follows one reference to its value. Fails only where a secret that meshc made is lost. */
export async function readReference(wanted: WantedReference, following: Following): Promise<Result<Found>> {
  const reference = parseReference(wanted.reference);
  if (reference.kind !== "generated") return success(await follow(reference, wanted, following));
  const made = await following.generated.read(wanted.path.join("."));
  return made.ok ? success({ value: made.value }) : made;
}

async function follow(
  reference: Exclude<Reference, { readonly kind: "generated" }>,
  { environment: of }: WantedReference,
  following: Following,
): Promise<Found> {
  const { host, folder, once } = following;
  switch (reference.kind) {
    case "env":
      return readEnvironment(host, reference.name);
    case "file":
      return once(`file ${reference.path}`, () => readSecretFile(host, folder, reference.path));
    case "sops": {
      const { path, key } = reference;
      const tree = await once(`sops ${path}`, () => readSopsFile(following, path));
      return whenFound(tree, (value) => textAt(value, key, path));
    }
    case "vault": {
      const { path, key } = reference;
      const secret = await once(`vault ${path}`, () => readVaultSecret(following, path));
      return whenFound(secret, (value) => textInVault(value, key, `"${path}"`));
    }
    case "k8s": {
      const { namespace, name, key } = reference;
      const context = of.kubernetesContext;
      const asked = { namespace, name, ...(context !== undefined && { context }) };
      const secret = await once(`k8s ${context ?? ""} ${namespace}/${name}`, () =>
        readKubernetesSecret(following, asked),
      );
      return whenFound(secret, (value) => textInSecret(value, key, `Secret ${namespace}/${name}`));
    }
    case "pulumi":
      return once(`pulumi ${of.name} ${reference.key}`, () => readPulumi(following, of, reference.key));
  }
}
