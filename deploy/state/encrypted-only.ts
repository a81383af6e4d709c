import { failure } from "../diagnose.ts";
import type { Cipher } from "../encryption/cipher.ts";
import { secretsUnencrypted } from "./codes.ts";
import type { SecretPlace } from "./secret-place.ts";

/** A place for secrets that takes none that is not encrypted: others than their owner can read it. */
export function encryptedOnly(place: SecretPlace, cipher: Pick<Cipher, "isEncrypted">): SecretPlace {
  return {
    ...place,
    write: async (name, bytes) =>
      cipher.isEncrypted(bytes)
        ? place.write(name, bytes)
        : failure(secretsUnencrypted, { where: place.where }),
  };
}
