import type { Result } from "../compiler/diagnostics/result.ts";
import type { KeyPair } from "../compiler/live.ts";
import { secretLost } from "./codes.ts";
import { failure, success } from "./diagnose.ts";
import { formOfPair, type LoggingIn } from "./login-form.ts";
import { revokedKeyRestored } from "./rotate/codes.ts";
import { isRevocable } from "./rotate/find-identities.ts";
import type { MeshState } from "./state/documents.ts";
import type { SecretStore } from "./state/secrets.ts";

/**
 * The key of an identity, or its password with the id of that, made where it has none: it is new, its key was revoked
 * and no other is recorded yet, or it logged in by the other of the two so far, since its application went to a broker
 * of another engine. One that exists is never made anew, and a revoked one never comes back.
 */
export async function ensureKey(
  { identity, form }: LoggingIn,
  { publicKeys, revoked = [] }: Pick<MeshState, "publicKeys" | "revoked">,
  secrets: SecretStore,
  make: () => KeyPair,
): Promise<Result<KeyPair>> {
  const before = publicKeys[identity];
  const isOther = before !== undefined && formOfPair(before) !== form;
  const recorded = isOther ? undefined : before;
  const found = await secrets.key(identity);
  if (!found.ok) return found;
  const pair = found.value;
  const file = secrets.fileOf("keys", identity);
  const key = typeof pair === "object" ? pair.publicKey : undefined;
  const fits = key !== undefined && formOfPair(key) === form;
  const revocation = revoked.find(({ publicKey }) => publicKey === key);
  if (revocation && recorded !== undefined)
    return failure(revokedKeyRestored, { identity, file, at: revocation.at });
  const wasRevoked = recorded === undefined && revoked.some((each) => each.identity === identity);
  if (typeof pair === "object" && fits && !revocation && (recorded ?? key) === key) return success(pair);
  const isUnused = pair === undefined || (key !== undefined && !fits);
  if (recorded === undefined && (isUnused || wasRevoked || isOther)) {
    const made = make();
    const written = await secrets.writeKey(identity, made);
    return written.ok ? success(made) : written;
  }
  const why =
    pair === undefined
      ? "is not there"
      : pair === "damaged"
        ? "is damaged"
        : "holds another key than the recorded one";
  const known = form === "nkey" ? "trust its public key" : "let in whoever has its password";
  const trusted = `brokers still ${known}${recorded === undefined ? "" : ` ${recorded}`}`;
  const lost = `Nobody can log in as it any more, and ${trusted}`;
  const revocable = isRevocable(identity) && { revocable: identity };
  return failure(secretLost, { of: `identity "${identity}"`, file, why, lost, ...revocable });
}
