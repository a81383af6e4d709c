import { createUser } from "@nats-io/nkeys";
import type { KeyPair } from "../../../../compiler/live.ts";

/** A new nkey of a user (Ed25519): the public key begins with `U`, the seed with `SU`. */
export function newKeyPair(): KeyPair {
  const pair = createUser();
  return { publicKey: pair.getPublicKey(), seed: new TextDecoder().decode(pair.getSeed()) };
}
