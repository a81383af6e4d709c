import { createHmac } from "node:crypto";

/**
 * The salt that a generated password is hashed with: the first bytes, 32 at most, of HMAC-SHA-256 (RFC 2104), keyed by
 * the password, of a text that tells the kind of hash. So the same password gives the same hash on every machine and
 * at every run, and a file that holds it changes only where the password does.
 *
 * A salt from the password would be wrong for one that a person chose: equal passwords would show, and one table of
 * guesses would serve against all. Ours are 256 random bits each, so none is equal to another or ever guessed, with or
 * without a table. For the same reason hashes may be of the fewest rounds that their readers take.
 */
export function saltOf(password: string, kind: "pbkdf2" | "bcrypt", bytes: number): Uint8Array {
  return createHmac("sha256", password).update(`meshc salt of ${kind}`).digest().subarray(0, bytes);
}
