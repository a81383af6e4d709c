import { dirname } from "node:path";
import { invariant } from "../../compiler/diagnostics/invariant.ts";
import type { ConfigFile, SecretReference, WorkloadInstance } from "../../compiler/model/workload.ts";
import type { Host } from "../host/host.ts";

/** Finds the value of a reference, where there is one. */
export type LookUp = (reference: SecretReference) => string | undefined;

/** A file with its values in place. */
export function resolveFile(file: ConfigFile, lookUp: LookUp): string {
  const texts = file.parts.map((part) => {
    const text = typeof part === "string" ? part : lookUp(part);
    invariant(text !== undefined, `a value in ${file.path} was not made`);
    return text;
  });
  return texts.join("");
}

/**
 * Puts an instance's files into its folder (0700): those that differ are replaced one by one, each whole or not at
 * all, and what an earlier version of the instance had and this one lacks is removed.
 */
export async function writeInstanceFiles(
  host: Host,
  folder: string,
  instance: WorkloadInstance,
  lookUp: LookUp,
  earlier: readonly WorkloadInstance[],
): Promise<void> {
  await host.files.makeFolder(folder, 0o700);
  for (const file of instance.files) {
    const path = `${folder}/${file.path}`;
    if (file.path.includes("/")) await host.files.makeFolder(dirname(path), 0o700);
    const bytes = new TextEncoder().encode(resolveFile(file, lookUp));
    const standing = await host.files.read(path);
    const same = standing !== undefined && Buffer.compare(standing, bytes) === 0;
    if (same && (await host.files.mode(path)) === file.mode) continue;
    await host.files.write(path, bytes, { mode: file.mode });
  }
  const kept = new Set(instance.files.map((file) => file.path));
  for (const file of earlier.flatMap((each) => each.files)) {
    if (!kept.has(file.path)) await host.files.remove(`${folder}/${file.path}`);
  }
}

/** Files in an instance's folder that are none of these versions of it: somebody else changed or removed them. */
export async function changedByHand(
  host: Host,
  folder: string,
  versions: readonly WorkloadInstance[],
  lookUp: LookUp,
): Promise<readonly string[]> {
  const paths = new Set(versions.flatMap((version) => version.files.map((file) => file.path)));
  const changed: string[] = [];
  for (const path of [...paths].toSorted()) {
    const bytes = await host.files.read(`${folder}/${path}`);
    const text = bytes && new TextDecoder().decode(bytes);
    const isKnown = versions.some((version) => {
      const file = version.files.find((each) => each.path === path);
      return file && text !== undefined ? fits(text, file, lookUp) : file === undefined && text === undefined;
    });
    if (!isKnown) changed.push(path);
  }
  return changed;
}

/** Whether a text is this file; a reference without a value any more stands for any text without a quote. */
function fits(text: string, file: ConfigFile, lookUp: LookUp): boolean {
  // What the user keeps may be another by now, and what it was is written down nowhere else.
  if (file.parts.some((part) => typeof part !== "string" && part.kind === "given")) return true;
  let at = 0;
  for (const [index, part] of file.parts.entries()) {
    const expected = typeof part === "string" ? part : lookUp(part);
    if (expected === undefined) at = endOfUnknown(text, at, file.parts[index + 1]);
    else if (text.startsWith(expected, at)) at += expected.length;
    else return false;
  }
  return at === text.length;
}

/** Where a value that nobody knows any more ends: where what follows it begins, before the next quote or line end. */
function endOfUnknown(text: string, at: number, next: ConfigFile["parts"][number] | undefined): number {
  const furthest = at + (/^[^"\n]*/.exec(text.slice(at))?.[0].length ?? 0);
  const found = typeof next === "string" ? text.indexOf(next, at) : -1;
  return found >= 0 && found <= furthest ? found : furthest;
}
