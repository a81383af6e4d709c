import type { Result } from "../../compiler/diagnostics/result.ts";

/** Encrypts secrets to recipients, and decrypts them with the private keys that this machine has. */
export interface Cipher {
  /** Whether bytes claim to be encrypted. */
  isEncrypted(bytes: Uint8Array): boolean;
  /** Encrypts to all of the recipients, each of whom can decrypt it alone. */
  encrypt(bytes: Uint8Array, recipients: readonly string[]): Promise<Uint8Array>;
  /**
   * What was encrypted, or that something else became of it. Fails where no private key is here, and where none of
   * them opens it; `what` is encrypted, in words.
   */
  decrypt(bytes: Uint8Array, what: string): Promise<Result<Uint8Array | "damaged">>;
}
