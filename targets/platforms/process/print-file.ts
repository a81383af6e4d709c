import type { ConfigFile } from "../../../compiler/model/workload.ts";

/** The ending of a file that holds references in place of values. */
export const referenceEnding = ".ref";

/** A printed file: where it stands, and its text. */
export interface PrintedFile {
  readonly path: string;
  readonly text: string;
}

/**
 * A file of an instance as an artifact. One without references is the file itself. One with references is printed as
 * `<file>.ref`, each reference as `@{kind name}` and every other `@` doubled, so that both can be told apart; `apply`
 * and `up` put the file with the values beside it.
 */
export function printFile(file: ConfigFile): PrintedFile {
  if (!hasReferences(file)) return { path: file.path, text: file.parts.join("") };
  const text = file.parts.map((part) =>
    typeof part === "string" ? part.replaceAll("@", "@@") : `@{${part.kind} ${part.of}}`,
  );
  return { path: `${file.path}${referenceEnding}`, text: text.join("") };
}

/** Whether a file can only be completed once keys exist. */
export function hasReferences(file: ConfigFile): boolean {
  return file.parts.some((part) => typeof part !== "string");
}
