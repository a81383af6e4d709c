import type { KeyPair } from "../../compiler/live.ts";
import type { LoginForm } from "../../compiler/target.ts";
import { formOfPair } from "../login-form.ts";
import type { RunningMesh } from "../running-mesh.ts";

/** With what somebody logs in. Secret. */
export type LoginIdentity = NkeyIdentity | PasswordIdentity;

/** An nkey. */
export interface NkeyIdentity {
  readonly nkeySeed: string;
  /** The half of the key that brokers know; no secret. */
  readonly publicKey: string;
}

/** A name and a password. */
export interface PasswordIdentity {
  readonly username: string;
  readonly password: string;
}

/** What an identity with this pair logs in with. */
export function loginIdentity(identity: string, { publicKey, seed }: KeyPair): LoginIdentity {
  return formOfPair(publicKey) === "nkey"
    ? { nkeySeed: seed, publicKey }
    : { username: identity, password: seed };
}

/** What an identity logs in with in a mesh that runs; `undefined` where it was given nothing of this form. */
export function identityIn(
  running: Pick<RunningMesh, "seedOf" | "publicKeyOf">,
  identity: string,
  form: LoginForm,
): LoginIdentity | undefined {
  const [seed, publicKey] = [running.seedOf(identity), running.publicKeyOf(identity)];
  if (seed === undefined || publicKey === undefined || formOfPair(publicKey) !== form) return undefined;
  return loginIdentity(identity, { publicKey, seed });
}
