import type { KeyPair } from "../compiler/live.ts";
import type { LoginReference } from "../compiler/model/workload.ts";
import { bcryptHash } from "./hashes/bcrypt-hash.ts";
import { once } from "./hashes/once.ts";
import { pbkdf2Hash } from "./hashes/pbkdf2-hash.ts";
import { formOfPair, loginFormOf } from "./login-form.ts";

const pbkdf2 = once(pbkdf2Hash);
const bcrypt = once(bcryptHash);

/** What a reference stands for of an identity that has this pair; `undefined` where that logs in in another way. */
export function loginValue(kind: LoginReference["kind"], pair: KeyPair): string | undefined {
  if (loginFormOf(kind) !== formOfPair(pair.publicKey)) return undefined;
  switch (kind) {
    case "publicKey":
      return pair.publicKey;
    case "pbkdf2":
      return pbkdf2(pair.seed);
    case "bcrypt":
      return bcrypt(pair.seed);
    default:
      return pair.seed;
  }
}
