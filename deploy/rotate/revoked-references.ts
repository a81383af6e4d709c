import type { ConfigFile, WorkloadInstance } from "../../compiler/model/workload.ts";

/**
 * An instance as it is recorded once keys are revoked that its files still hold: each reference to such an identity
 * names the key. So it counts as another than the instance with the keys of now, and whoever brings it there takes
 * the steps that its engine knows of. `revoked` tells the old public key of an identity.
 */
export function withRevoked(
  instance: WorkloadInstance,
  revoked: ReadonlyMap<string, string>,
): WorkloadInstance {
  return withParts(instance, (part) => {
    if (typeof part === "string" || (part.kind !== "publicKey" && part.kind !== "seed")) return part;
    const key = part.revoked ?? revoked.get(part.of);
    return key === undefined ? part : { ...part, revoked: key };
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

/** Whether its files refer to an identity. */
export function refersTo(instance: WorkloadInstance, identity: string): boolean {
  return instance.files.some(({ parts }) =>
    parts.some((part) => typeof part !== "string" && part.of === identity && isOfKey(part.kind)),
  );
}

function isOfKey(kind: string): boolean {
  return kind === "publicKey" || kind === "seed";
}

type Part = ConfigFile["parts"][number];

function withParts(instance: WorkloadInstance, change: (part: Part) => Part): WorkloadInstance {
  return {
    ...instance,
    files: instance.files.map((file) => ({ ...file, parts: file.parts.map(change) })),
  };
}
