import type { ConfigFile, WorkloadInstance } from "../../compiler/model/workload.ts";

type Part = ConfigFile["parts"][number];

/** A file of an instance by its path, if it has it. */
export function fileOf(instance: WorkloadInstance, path: string): ConfigFile | undefined {
  return instance.files.find((file) => file.path === path);
}

/** Paths of the files that one of two states of an instance has and the other has not, or otherwise, sorted. */
export function changedFiles(before: WorkloadInstance, after: WorkloadInstance): readonly string[] {
  const paths = new Set([...before.files, ...after.files].map(({ path }) => path));
  return [...paths].filter((path) => !isSame(fileOf(before, path), fileOf(after, path))).toSorted();
}

/** A hub's users are thousands of parts, of which text is compared as it is. */
function isSame(before: ConfigFile | undefined, after: ConfigFile | undefined): boolean {
  if (!before || !after) return before === after;
  const { parts } = before;
  const isAlike = before.mode === after.mode && parts.length === after.parts.length;
  return isAlike && parts.every((part, index) => isSamePart(part, after.parts[index]));
}

function isSamePart(one: Part, other: Part | undefined): boolean {
  return typeof one === "string" ? one === other : JSON.stringify(one) === JSON.stringify(other);
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
