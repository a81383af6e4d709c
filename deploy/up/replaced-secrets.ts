import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import type { Host } from "../host/host.ts";
import type { LookUp } from "./instance-files.ts";

/**
 * Files in an instance's folder that hold a secret and nothing else, and not the one that they should: it was made anew,
 * by this run or by one that was killed before it brought it there. Their references, which is all that is recorded of
 * such a file, do not tell.
 */
export async function replacedSecrets(
  host: Host,
  folder: string,
  { files }: WorkloadInstance,
  earlier: readonly WorkloadInstance[],
  lookUp: LookUp,
): Promise<readonly string[]> {
  const known = new Set(earlier.flatMap((version) => version.files.map((file) => JSON.stringify(file))));
  const replaced: string[] = [];
  for (const file of files) {
    const [only, ...others] = file.parts;
    if (typeof only !== "object" || others.length > 0 || !known.has(JSON.stringify(file))) continue;
    const bytes = await host.files.read(`${folder}/${file.path}`);
    if (bytes && new TextDecoder().decode(bytes) !== lookUp(only)) replaced.push(file.path);
  }
  return replaced;
}
