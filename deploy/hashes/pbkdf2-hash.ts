import { pbkdf2Sync } from "node:crypto";
import { saltOf } from "./salt-of.ts";

const iterations = 101;

/**
 * A generated password as a line of Mosquitto's `password_file` has it behind the user's name:
 * `$7$<iterations>$<salt>$<hash>`, PBKDF2 with HMAC-SHA-512, 12 and 64 bytes in base64. Its own tool writes such lines
 * with 101 iterations (`mosquitto_passwd` of 2.0.11), the broker takes any number. `saltOf` says why so few do.
 */
export function pbkdf2Hash(password: string): string {
  const salt = saltOf(password, "pbkdf2", 12);
  const hash = pbkdf2Sync(password, salt, iterations, 64, "sha512");
  return `$7$${iterations}$${Buffer.from(salt).toString("base64")}$${hash.toString("base64")}`;
}
