import { createUser } from "@nats-io/nkeys";
import { bcryptHash } from "../../deploy/hashes/bcrypt-hash.ts";
import type { SecretReference } from "../../compiler/model/workload.ts";

/** Makes a key pair or password for every name that is asked for, and remembers it. */
export interface Keys {
  resolve(reference: SecretReference): string;
  seed(identity: string): string;
  publicKey(identity: string): string;
  /** What brokers know an identity by: its name where a file held the hash of its password, else its public key. */
  userOf(identity: string): string;
}

export function createKeys(): Keys {
  const pairs = new Map<string, { publicKey: string; seed: string }>();
  const pairOf = (name: string) => {
    const known = pairs.get(name);
    if (known) return known;
    const pair = createUser();
    const made = { publicKey: pair.getPublicKey(), seed: new TextDecoder().decode(pair.getSeed()) };
    pairs.set(name, made);
    return made;
  };
  const byPassword = new Set<string>();
  return {
    userOf: (identity) => (byPassword.has(identity) ? identity : pairOf(identity).publicKey),
    seed: (identity) => pairOf(identity).seed,
    publicKey: (identity) => pairOf(identity).publicKey,
    resolve({ kind, of }) {
      if (kind === "publicKey" || kind === "seed") return pairOf(of)[kind];
      if (kind === "bcrypt") {
        byPassword.add(of);
        return bcryptHash(pairOf(of).seed);
      }
      return `${kind}-of-${of}`;
    },
  };
}
