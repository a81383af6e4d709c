import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import type { Host } from "../host/host.ts";
import { changedByHand, type LookUp } from "./instance-files.ts";
import type { InstanceSituation } from "./plan-instance.ts";
import { replacedSecrets } from "./replaced-secrets.ts";

/**
 * What became of the files in an instance's folder: which hold a secret of which there is another now, and which
 * somebody changed. `before` finds the values that were there before anything was made, `now` those of now.
 */
export async function filesNow(
  host: Host,
  folder: string,
  instance: WorkloadInstance,
  versions: readonly WorkloadInstance[],
  { before, now }: { readonly before: LookUp; readonly now: LookUp },
): Promise<Pick<InstanceSituation, "changedByHand" | "replaced">> {
  const replaced = await replacedSecrets(host, folder, instance, versions, now);
  const changed = await changedByHand(host, folder, versions, before);
  return { replaced, changedByHand: changed.filter((path) => !replaced.includes(path)) };
}
