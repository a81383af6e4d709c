import type { Result } from "../../compiler/diagnostics/result.ts";
import { type Makers, passwordOf } from "../identities.ts";
import type { MeshState } from "../state/documents.ts";
import type { SecretStore } from "../state/secrets.ts";

/** Secrets that a reference `generated` stands for, each made once and then kept. */
export interface GeneratedSecrets {
  /** The secret of a place in the manifest. */
  read(place: string): Promise<Result<string>>;
  /** What belongs into the mesh's document now; the same object where none was made. */
  state(): MeshState;
}

/** Keeps them among the passwords of a mesh: one that is recorded and lost is an error, and is not made anew. */
export function generatedSecrets(
  state: MeshState,
  secrets: SecretStore,
  makers: Pick<Makers, "newPassword">,
): GeneratedSecrets {
  const known = new Set(state.passwords);
  return {
    async read(place) {
      const name = `generated.${place.toLowerCase()}`;
      const value = await passwordOf(name, state.passwords.includes(name), secrets, makers);
      if (value.ok) known.add(name);
      return value;
    },
    state: () =>
      known.size === state.passwords.length ? state : { ...state, passwords: [...known].toSorted() },
  };
}
