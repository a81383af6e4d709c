import { Decrypter, Encrypter, type Identity } from "age-encryption";

/** Encrypts to recipients in the format of https://age-encryption.org/v1. Rejects where one of them is none. */
export async function encrypt(bytes: Uint8Array, recipients: readonly string[]): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return encrypter.encrypt(bytes);
}

/**
 * Decrypts with the first private key that opens the bytes. A changed byte in the part that says for whom they are
 * looks like other recipients; all else that does not fit is damage.
 */
export async function decrypt(
  bytes: Uint8Array,
  privateKeys: readonly string[],
): Promise<Uint8Array | "damaged" | "closed"> {
  const decrypter = new Decrypter();
  for (const key of privateKeys) decrypter.addIdentity(key);
  let isClosed = false;
  // Asked after all others, so that it is asked only where none of them fits.
  const last: Identity = { unwrapFileKey: () => ((isClosed = true), null) };
  decrypter.addIdentity(last);
  try {
    return await decrypter.decrypt(bytes);
  } catch {
    return isClosed ? "closed" : "damaged";
  }
}

/** Whether a text is a private key of age as `age-keygen` writes it. */
export function isPrivateKey(text: string): boolean {
  try {
    new Decrypter().addIdentity(text);
    return true;
  } catch {
    return false;
  }
}
