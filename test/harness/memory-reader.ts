import type { FolderEntry, SourceReader } from "../../compiler/source/source-reader.ts";

/** A reader over files that are only in memory, by name: texts, or bytes as they are. */
export function memoryReader(files: Readonly<Record<string, string | Uint8Array>>): SourceReader {
  const read: SourceReader["read"] = (name) => {
    if (name === ".." || name.startsWith("../")) return { kind: "outside" };
    const content = Object.hasOwn(files, name) ? files[name] : undefined;
    if (content !== undefined) return { kind: "ok", bytes: bytesOf(content) };
    const isFolder = Object.keys(files).some((file) => file.startsWith(`${name}/`));
    return isFolder ? { kind: "not-a-file", what: "a folder" } : { kind: "missing" };
  };
  const list = (folder: string): readonly FolderEntry[] => {
    const prefix = folder === "" ? "" : `${folder}/`;
    const below = Object.keys(files).filter((name) => name.startsWith(prefix));
    const heads = new Set(below.map((name) => name.slice(prefix.length).split("/")[0] ?? ""));
    return [...heads].map((name) => ({ name, kind: `${prefix}${name}` in files ? "file" : "folder" }));
  };
  return { read, readNamed: read, nameOf: (path) => path, list };
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}
