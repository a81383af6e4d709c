import type { KeyPair } from "../compiler/live.ts";
import type { Host } from "./host/host.ts";
import { randomPassword } from "./up/random-password.ts";

const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * What an identity that logs in by a password is given: the password as `seed`, and as `publicKey` an id of it, by which
 * the state can tell this password from an earlier one without being secret. Neither can be told from the other.
 */
export function newPasswordPair(host: Pick<Host, "randomBytes">): KeyPair {
  const id = [...host.randomBytes(26)].map((byte) => base32[byte % 32] ?? "").join("");
  return { publicKey: `P${id}`, seed: randomPassword(host) };
}
