import { readdirSync, readFileSync } from "node:fs";

/** A source file of the project: its path from the root, with `/`, and its text. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

/** TypeScript files of some folders of the project, generated ones left out, sorted by path. */
export function sourceFiles(folders: readonly string[]): readonly ProjectFile[] {
  return folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
    )
    .filter(
      (path) => path.endsWith(".ts") && !path.includes("/generated/") && !path.endsWith(".generated.ts"),
    )
    .toSorted()
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}
