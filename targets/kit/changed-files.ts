import type { ConfigFile, WorkloadInstance } from "../../compiler/model/workload.ts";

/** A file of an instance by its path, if it has it. */
export function fileOf(instance: WorkloadInstance, path: string): ConfigFile | undefined {
  return instance.files.find((file) => file.path === path);
}

/** Paths of the files that one of two states of an instance has and the other has not, or otherwise, sorted. */
export function changedFiles(before: WorkloadInstance, after: WorkloadInstance): readonly string[] {
  const paths = new Set([...before.files, ...after.files].map(({ path }) => path));
  const differs = (path: string) =>
    JSON.stringify(fileOf(before, path)) !== JSON.stringify(fileOf(after, path));
  return [...paths].filter(differs).toSorted();
}

/** The lines of a file without what its references stand for; none where there is no file. */
export function linesOf(file: ConfigFile | undefined): readonly string[] {
  if (!file) return [];
  return file.parts
    .map((part) => (typeof part === "string" ? part : ""))
    .join("")
    .split("\n");
}

/** The lines that references stand in, by the name of what each is of: their text around it, and the kind of reference. */
export function referringLines(file: ConfigFile | undefined): ReadonlyMap<string, string> {
  const lines = new Map<string, string>();
  for (const [index, part] of (file?.parts ?? []).entries()) {
    if (typeof part === "string") continue;
    const [before, after] = [file?.parts[index - 1], file?.parts[index + 1]];
    const head = typeof before === "string" ? before.slice(before.lastIndexOf("\n") + 1) : "";
    const rest = typeof after === "string" ? (after.split("\n")[0] ?? "") : "";
    lines.set(part.of, `${head}${JSON.stringify(part)}${rest}`);
  }
  return lines;
}

/** Names under which two maps of text do not have the same, sorted. */
export function differing(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name)).toSorted();
}
