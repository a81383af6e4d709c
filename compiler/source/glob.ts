import { compare } from "../model/compare.ts";
import type { SourceReader } from "./source-reader.ts";

/** Why a path or glob cannot stand in `include`, or `undefined` where it can. */
export function refusesPattern(pattern: string): string | undefined {
  if (pattern === "") return "it is empty";
  if (pattern.startsWith("/") || /^[A-Za-z]:/.test(pattern)) return "it is not relative";
  if (pattern.includes("\\")) return "folders are divided by `/`";
  if (/[[\]{}]/.test(pattern)) return "of the glob characters only `*` and `?` are known";
  if (pattern.split("/").some((part) => part.includes("**") && part !== "**"))
    return "`**` stands for whole folders";
  return undefined;
}

/** Whether a pattern names one file rather than any number of them. */
export function isLiteral(pattern: string): boolean {
  return !/[*?]/.test(pattern);
}

/**
 * Joins a relative path to the folder of a file, resolving `.` and `..`.
 * `undefined` where it leads above the folder of the root file.
 */
export function resolveFrom(file: string, path: string): string | undefined {
  const parts = file.split("/").slice(0, -1);
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length === 0 || parts.at(-1) === "..") return undefined;
    else parts.pop();
  }
  return parts[0] === ".." ? undefined : parts.join("/");
}

/**
 * Names of the files that a glob matches, sorted by code unit. `*` and `?` do not match a leading dot, `**` matches
 * any number of folders but follows no symbolic link, so that no walk can go in a circle.
 */
export function expandGlob(pattern: string, reader: SourceReader): readonly string[] {
  const found = new Set<string>();
  walk("", pattern.split("/"), 0, reader, found);
  return [...found].toSorted(compare);
}

function walk(
  folder: string,
  parts: readonly string[],
  index: number,
  reader: SourceReader,
  found: Set<string>,
): void {
  const part = parts[index] ?? "";
  const last = index === parts.length - 1;
  if (part === "**") {
    if (!last) walk(folder, parts, index + 1, reader, found);
    for (const entry of reader.list(folder)) {
      if (entry.name.startsWith(".")) continue;
      if (entry.kind === "folder") walk(join(folder, entry.name), parts, index, reader, found);
      else if (last && entry.kind === "file") found.add(join(folder, entry.name));
    }
    return;
  }
  if (isLiteral(part) && !last) return walk(join(folder, part), parts, index + 1, reader, found);
  for (const entry of reader.list(folder)) {
    if (!matches(part, entry.name)) continue;
    if (last && entry.kind === "file") found.add(join(folder, entry.name));
    if (!last && entry.kind !== "file") walk(join(folder, entry.name), parts, index + 1, reader, found);
  }
}

function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** Greedy with one point to fall back to: linear in practice and never exponential, unlike a regular expression. */
function matches(pattern: string, name: string): boolean {
  if (name.startsWith(".") && !pattern.startsWith(".")) return false;
  let p = 0;
  let n = 0;
  let star = -1;
  let resume = 0;
  while (n < name.length) {
    if (pattern[p] === "*") {
      star = p++;
      resume = n;
    } else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === name[n])) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++resume;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}
