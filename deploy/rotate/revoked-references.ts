import type {
  ConfigFile,
  LoginReference,
  SecretReference,
  WorkloadInstance,
} from "../../compiler/model/workload.ts";
import { formOfPair, type LoggingIn, loginFormOf } from "../login-form.ts";

/**
 * An instance as it is recorded once keys are revoked that its files still hold: each reference to the login of such an
 * identity, of whatever kind, names the key. So it counts as another than the instance with the keys of now, and whoever brings it there takes
 * the steps that its engine knows of. `revoked` tells the old public key of an identity.
 */
export function withRevoked(
  instance: WorkloadInstance,
  revoked: ReadonlyMap<string, string>,
): WorkloadInstance {
  return withParts(instance, (part) => {
    if (typeof part === "string" || !isLogin(part)) return part;
    const key = part.revoked ?? revoked.get(part.of);
    const isIts = key !== undefined && formOfPair(key) === loginFormOf(part.kind);
    return isIts ? { ...part, revoked: key } : part;
  });
}

/** The same instance with the keys of now. */
export function withoutRevoked(instance: WorkloadInstance): WorkloadInstance {
  return withParts(instance, (part) => {
    if (typeof part === "string" || !("revoked" in part)) return part;
    const { revoked: _, ...now } = part;
    return now;
  });
}

/** Whether its files refer to what an identity logs in with in this form. */
export function refersTo({ files }: WorkloadInstance, { identity, form }: LoggingIn): boolean {
  return files.some(({ parts }) =>
    parts.some((part) => typeof part !== "string" && part.of === identity && loginFormOf(part.kind) === form),
  );
}

function isLogin(reference: SecretReference): reference is LoginReference {
  return loginFormOf(reference.kind) !== undefined;
}

type Part = ConfigFile["parts"][number];

function withParts(instance: WorkloadInstance, change: (part: Part) => Part): WorkloadInstance {
  return {
    ...instance,
    files: instance.files.map((file) => ({ ...file, parts: file.parts.map(change) })),
  };
}
