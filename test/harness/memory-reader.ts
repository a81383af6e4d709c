import type { FolderEntry, SourceReader } from "../../compiler/source/source-reader.ts";

/** A reader over files that are only in memory, by name. */
export function memoryReader(files: Readonly<Record<string, string>>): SourceReader {
  const read: SourceReader["read"] = (name) => {
    const text = Object.hasOwn(files, name) ? files[name] : undefined;
    return text === undefined ? { kind: "missing" } : { kind: "ok", bytes: new TextEncoder().encode(text) };
  };
  const list = (folder: string): readonly FolderEntry[] => {
    const prefix = folder === "" ? "" : `${folder}/`;
    const below = Object.keys(files).filter((name) => name.startsWith(prefix));
    const heads = new Set(below.map((name) => name.slice(prefix.length).split("/")[0] ?? ""));
    return [...heads].map((name) => ({ name, kind: `${prefix}${name}` in files ? "file" : "folder" }));
  };
  return { read, readNamed: read, nameOf: (path) => path, list };
}
