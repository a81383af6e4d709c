import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import { spokenBy } from "../../compiler/target.ts";
import { writeCredentialFiles } from "../credentials/write-credential-files.ts";
import { finishRevocations } from "../rotate/finish-revocations.ts";
import { secretsOf } from "../state/secrets-of.ts";
import { backToFirst } from "./back-to-first.ts";
import { awaitCopies } from "./await-copies.ts";
import type { Bringing } from "./bringing.ts";
import type { PlannedInstance, Work } from "./carry-out.ts";
import type { MeshRecord } from "./mesh-record.ts";
import type { BrokerChange } from "./provision-changes.ts";
import { provisionMesh } from "./provision-mesh.ts";
import { type LeftGroup, releaseLeft } from "./release-leaving.ts";
import { proveCarried, proveUp } from "./prove-up.ts";

/** Waits until all that was begun is in force, and then does what needs brokers that run. */
export async function complete(
  bringing: Bringing,
  work: Work,
  planned: readonly PlannedInstance[],
  changes: readonly BrokerChange[],
  left: readonly LeftGroup[] = [],
): Promise<Result<void>> {
  const { ground, record, progress } = work;
  const { topology, options, scope, mayLose } = bringing;
  const mends = options.operator === undefined;
  const diagnostics = [...(await proveUp(work, topology, planned, mends, scope))];
  if (hasErrors(diagnostics)) return { ok: false, diagnostics };
  if (mends) await backToFirst(work, topology, planned);
  diagnostics.push(...(await finishRevocations(record, secretsOf(bringing.store, record), ground, planned)));
  if (hasErrors(diagnostics)) return { ok: false, diagnostics };
  const isTouched = planned.some(({ steps }) => steps.length > 0);
  const steps = [
    () => releaseLeft(work, left),
    () => provisionMesh(work, changes, mayLose),
    () => awaitCopies(ground, progress, changes, isTouched),
    () => proveCarried(ground, topology, progress, planned, scope),
    async () => (await handOut(bringing, record)).diagnostics,
  ];
  for (const step of steps) {
    if (ground.interrupted() || options.operator) break;
    diagnostics.push(...(await step()));
    if (hasErrors(diagnostics)) return { ok: false, diagnostics };
  }
  return { ok: true, value: undefined, diagnostics };
}

/** Puts credentials into the files that the manifest names for them. */
async function handOut(
  { topology, engines, credentialFiles, options, folder, store, scope }: Bringing,
  record: MeshRecord,
): Promise<Result<void>> {
  const spoken = new Map([...engines].map(([name, { engine }]) => [name, spokenBy(engine)]));
  const ground = { ...options, folder, store, record, ...(scope && { scope }) };
  return writeCredentialFiles(ground, topology, spoken, credentialFiles);
}
