import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import type { Host } from "../host/host.ts";
import { type LookUp, resolveFile } from "./instance-files.ts";

/**
 * Files in an instance's folder that hold secrets and nothing else, and not those that they should: one was made anew,
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
    const isSecret = file.parts.every((part) => typeof part === "object");
    if (!isSecret || !known.has(JSON.stringify(file))) continue;
    const bytes = await host.files.read(`${folder}/${file.path}`);
    if (bytes && new TextDecoder().decode(bytes) !== resolveFile(file, lookUp)) replaced.push(file.path);
  }
  return replaced;
}
