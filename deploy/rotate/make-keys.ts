import type { Result } from "../../compiler/diagnostics/result.ts";
import { success } from "../diagnose.ts";
import { ensureKey } from "../ensure-key.ts";
import { formOfPair } from "../login-form.ts";
import { newPasswordPair } from "../password-pair.ts";
import type { RevokedKey } from "../state/documents.ts";
import { secretsOf } from "../state/secrets-of.ts";
import { versionsOf } from "../state/versions-of.ts";
import type { Situation } from "./plan-revocations.ts";
import { refersTo } from "./revoked-references.ts";

/** Makes new keys, or passwords, for identities that lost theirs, but for those whom no instance knows any more. */
export async function makeKeys(
  { host, record, store, engines }: Pick<Situation, "host" | "record" | "store" | "engines">,
  underway: readonly RevokedKey[],
): Promise<Result<void>> {
  for (const { identity, publicKey } of underway) {
    if (record.mesh.publicKeys[identity] !== undefined) continue;
    const loggingIn = { identity, form: formOfPair(publicKey) };
    const knowing = [...record.instances().values()].find((placed) =>
      versionsOf(placed.record).some((instance) => refersTo(instance, loggingIn)),
    );
    const live = knowing && engines.get(knowing.record.engine)?.live;
    const make = loggingIn.form === "nkey" ? live?.newKeyPair : live && (() => newPasswordPair(host));
    if (!make) continue;
    const pair = await ensureKey(loggingIn, record.mesh, secretsOf(store, record), make);
    if (!pair.ok) return pair;
    const keys = { ...record.mesh.publicKeys, [identity]: pair.value.publicKey };
    const sorted = Object.entries(keys).toSorted(([a], [b]) => (a < b ? -1 : 1));
    record.setMesh({ ...record.mesh, publicKeys: Object.fromEntries(sorted) });
    const saved = await record.save();
    if (!saved.ok) return saved;
  }
  return success(undefined);
}
