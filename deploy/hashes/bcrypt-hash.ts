import { encodeBase64, hashSync } from "bcryptjs";
import { saltOf } from "./salt-of.ts";

/** The fewest rounds (2^4) that bcrypt knows. */
const cost = "04";

/**
 * A generated password as nats-server takes it for `password`: `$2a$04$`, then 22 characters of salt and 31 of hash.
 * bcrypt reads no more than 72 bytes; a generated password has 64. `saltOf` says why so few rounds do. They also make
 * a login cheap, which an account of many clients that come back at once is glad of.
 */
export function bcryptHash(password: string): string {
  const salt = encodeBase64(saltOf(password, "bcrypt", 16), 16);
  return hashSync(password, `$2a$${cost}$${salt}`);
}
