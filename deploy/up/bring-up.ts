import type { Result } from "../../compiler/diagnostics/result.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { secretsIn } from "../state/secrets.ts";
import { settleSecrets } from "../state/settle-secrets.ts";
import { stagedPlace } from "../state/staged-place.ts";
import { type BroughtAbout, bringAbout } from "./bring-about.ts";
import type { BringOptions, Bringing } from "./bringing.ts";
import { type MeshRecord, openMeshRecord, readStoredMesh } from "./mesh-record.ts";

/** Brings the mesh about that the topology says, from whatever an earlier run left. */
export async function bringUp(bringing: Bringing): Promise<Result<BroughtAbout>> {
  const { topology, store, lock, options } = bringing;
  const stored = await readStoredMesh(store);
  if (!stored.ok) return stored;
  const record = openMeshRecord(store, lock, stored.value, topology.mesh.name);
  if (options.operator) return letIn(bringing, record);
  const settled = await settleAll(topology, { ...options, store }, record);
  if (!settled.ok) return settled;
  const done = await bringAbout(bringing, record);
  return { ...done, diagnostics: [...settled.diagnostics, ...done.diagnostics] };
}

/** Brings the secrets to lie as the manifest says, and tells where some were moved. */
export async function settleAll(
  { mesh: { recipients } }: Pick<Topology, "mesh">,
  { store, progress }: Pick<Bringing, "store"> & Pick<BringOptions, "progress">,
  record: MeshRecord,
): Promise<Result<number>> {
  const settled = await settleSecrets(store.secrets, record, recipients);
  if (settled.ok && settled.value > 0)
    progress({ kind: "secrets", moved: settled.value, recipients: recipients.length });
  return settled;
}

/** Lets somebody look inside: no secret is moved or made before it is known that nothing else would change. */
async function letIn(bringing: Bringing, record: MeshRecord): Promise<Result<BroughtAbout>> {
  const { secrets } = bringing.store;
  const place = stagedPlace(secrets.place);
  const store = { ...bringing.store, secrets: secretsIn(place, secrets.cipher) };
  return bringAbout({ ...bringing, store }, record, () => place.commit());
}
