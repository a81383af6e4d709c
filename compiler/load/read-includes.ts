import * as codes from "../diagnostics/codes/load.ts";
import type { MapNode, ScalarNode } from "../model/documents.ts";
import { expandGlob, isLiteral, refusesPattern, resolveFrom } from "../source/glob.ts";
import { describe } from "./describe.ts";
import type { LoadContext } from "./load-context.ts";
import { readManifestFile } from "./manifest-file.ts";

/** A file of the manifest with its name, relative to the root file's folder. */
export interface ManifestFile {
  readonly name: string;
  readonly map: MapNode;
}

/**
 * Reads a root file and all that it includes, each file once, in the order in which they are named (the matches of
 * a glob by code unit). A glob never matches the file in which it stands.
 */
export function readIncludes(context: LoadContext, root: string): readonly ManifestFile[] {
  const map = readManifestFile(context, root, "root");
  if (!map) return [];
  const files: ManifestFile[] = [{ name: root, map }];
  include(context, files, { name: root, map }, [root], new Set([root]));
  return files;
}

function include(
  context: LoadContext,
  files: ManifestFile[],
  parent: ManifestFile,
  chain: readonly string[],
  seen: Set<string>,
): void {
  for (const pattern of patternsOf(context, parent.map)) {
    for (const name of namesOf(context, parent.name, pattern)) {
      if (chain.includes(name)) {
        const circle = [...chain.slice(chain.indexOf(name)), name];
        context.report(codes.includeCycle, { chain: circle }, pattern.span);
        continue;
      }
      if (seen.has(name)) continue;
      seen.add(name);
      const map = readManifestFile(context, name, "included", pattern.span);
      if (!map) continue;
      files.push({ name, map });
      include(context, files, { name, map }, [...chain, name], seen);
    }
  }
}

type Pattern = ScalarNode & { readonly value: string };

function patternsOf(context: LoadContext, map: MapNode): readonly Pattern[] {
  const node = map.entries.get("include")?.value;
  if (!node) return [];
  const expected = "a list of paths and globs";
  if (node.kind !== "list") {
    context.report(codes.unexpectedShape, { what: "`include`", expected, found: describe(node) }, node.span);
    return [];
  }
  return node.items.filter((item): item is Pattern => {
    if (item.kind === "scalar" && typeof item.value === "string") return true;
    const parameters = { what: "an include", expected: "a path or glob", found: describe(item) };
    context.report(codes.unexpectedShape, parameters, item.span);
    return false;
  });
}

function namesOf(context: LoadContext, file: string, pattern: Pattern): readonly string[] {
  const why = refusesPattern(pattern.value);
  if (why) {
    context.report(codes.includePattern, { pattern: pattern.value, why }, pattern.span);
    return [];
  }
  const path = resolveFrom(file, pattern.value);
  if (path === undefined) {
    context.report(codes.fileOutside, { file: pattern.value }, pattern.span);
    return [];
  }
  if (isLiteral(path)) return [path];
  const names = expandGlob(path, context.reader).filter((name) => name !== file);
  if (names.length === 0) context.report(codes.includeMissing, { pattern: pattern.value }, pattern.span);
  return names;
}
