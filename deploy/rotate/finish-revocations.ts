import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { diagnose } from "../diagnose.ts";
import type { SecretStore } from "../state/secrets.ts";
import type { PlannedInstance } from "../up/carry-out.ts";
import type { Ground } from "../up/ground.ts";
import type { MeshRecord } from "../up/mesh-record.ts";
import { endRevocations, revocationsUnderway } from "./begin-revocations.ts";
import { oldKeyStaysIn } from "./codes.ts";
import { inWords } from "./find-identities.ts";
import { proveRevoked } from "./prove-revoked.ts";

/** Finishes, once every instance has the keys of now, what a killed run of `rotate` began; most often nothing. */
export async function finishRevocations(
  record: MeshRecord,
  secrets: SecretStore,
  ground: Ground,
  instances: readonly PlannedInstance[],
): Promise<readonly Diagnostic[]> {
  const underway = revocationsUnderway(record);
  if (underway.length === 0) return [];
  const proof = await proveRevoked(ground, secrets, instances, underway);
  if (!proof.ok) return proof.diagnostics;
  const { unreached } = proof.value;
  const identities = underway.map(({ identity }) => inWords(identity));
  const staysIn = unreached.map((each) =>
    diagnose(oldKeyStaysIn, { identities, command: ground.folder.command, ...each }),
  );
  const ended = unreached.length > 0 ? [] : (await endRevocations(record, secrets, underway)).diagnostics;
  return [...proof.diagnostics, ...staysIn, ...ended];
}
