import type { Result } from "../../compiler/diagnostics/result.ts";
import { success } from "../diagnose.ts";
import type { SecretName, SecretPlace } from "./secret-place.ts";

/** A place whose changes are held back; whoever reads it sees them. */
export interface StagedPlace extends SecretPlace {
  /** Makes the changes, in the order in which they came; what fails is left to the next call. */
  commit(): Promise<Result<void>>;
}

/** Holds back what is written to a place and removed from it, for whoever does not know yet whether it is to be. */
export function stagedPlace(place: SecretPlace): StagedPlace {
  const held = new Map<SecretName, Uint8Array | undefined>();
  const hold = async (name: SecretName, bytes?: Uint8Array): Promise<Result<void>> => {
    held.delete(name);
    held.set(name, bytes);
    return success(undefined);
  };
  return {
    ...place,
    async names() {
      const there = await place.names();
      if (!there.ok) return there;
      const all = new Set([...there.value, ...held.keys()]);
      return success([...all].filter((name) => !held.has(name) || held.get(name)).toSorted());
    },
    read: async (name) => (held.has(name) ? success(held.get(name)) : place.read(name)),
    write: hold,
    remove: (name) => hold(name),
    async commit() {
      for (const [name, bytes] of held) {
        const done = await (bytes ? place.write(name, bytes) : place.remove(name));
        if (!done.ok) return done;
        held.delete(name);
      }
      return success(undefined);
    },
  };
}
