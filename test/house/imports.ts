import { dirname, join, normalize } from "node:path";
import type { ProjectFile } from "./source-files.ts";

/** An import as it is written. */
export interface Import {
  readonly from: string;
  /** Path from the root for files of the project, else the module's name. */
  readonly to: string;
  /** Gone once the types are: it makes no difference to what runs. */
  readonly typeOnly: boolean;
}

const statement = /^\s*(?:import|export)\s+(type\s)?([^;"']*?\sfrom\s+)?["']([^"']+)["']/gm;
const dynamic = /\bimport\(\s*["']([^"']+)["']\s*\)/g;

/** Every import of some files, re-exports and `import()` among them. */
export function importsOf(files: readonly ProjectFile[]): readonly Import[] {
  return files.flatMap(({ path, text }) => {
    const resolved = (specifier: string): string =>
      specifier.startsWith(".") ? normalize(join(dirname(path), specifier)) : specifier;
    const written = [...text.matchAll(statement)].map(([, type, names = "", specifier = ""]) => ({
      from: path,
      to: resolved(specifier),
      typeOnly: type !== undefined || /^\{(\s*type\s[^,}]+,?)+\s*\}\s+from\s+$/.test(names),
    }));
    const later = [...text.matchAll(dynamic)].map(([, specifier = ""]) => ({
      from: path,
      to: resolved(specifier),
      typeOnly: false,
    }));
    return [...written, ...later];
  });
}

/** Circles of imports that run, each as the files on it. */
export function circlesOf(imports: readonly Import[]): readonly (readonly string[])[] {
  const next = new Map<string, string[]>();
  for (const { from, to, typeOnly } of imports) {
    if (!typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const circles: (readonly string[])[] = [];
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at >= 0) return void circles.push([...way.slice(at), file]);
    if (done.has(file)) return;
    for (const target of next.get(file) ?? []) visit(target, [...way, file]);
    done.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  return circles;
}
