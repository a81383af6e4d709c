import type { SecretReference } from "../compiler/model/workload.ts";
import type { LoginForm } from "../compiler/target.ts";

/** An identity and how it is to log in. */
export interface LoggingIn {
  readonly identity: string;
  readonly form: LoginForm;
}

/** How the identity logs in that a reference of this kind is to; `undefined` where it is to no identity's login. */
export function loginFormOf(kind: SecretReference["kind"]): LoginForm | undefined {
  switch (kind) {
    case "publicKey":
    case "seed":
      return "nkey";
    case "loginPassword":
    case "pbkdf2":
    case "bcrypt":
      return "password";
    default:
      return undefined;
  }
}

/** What a pair is good for, by its public half: a password has an id of 26 letters and digits behind a `P`. */
export function formOfPair(publicKey: string): LoginForm {
  return /^P[A-Z2-7]{26}$/.test(publicKey) ? "password" : "nkey";
}
