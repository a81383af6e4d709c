/**
 * What reading one file came to. `path` is what was looked for, as the user would name it, where that is known;
 * `reason` is in the operating system's words.
 */
export type ReadOutcome =
  | { readonly kind: "ok"; readonly bytes: Uint8Array }
  | { readonly kind: "missing"; readonly path?: string }
  | { readonly kind: "not-a-file"; readonly what: string }
  | { readonly kind: "too-large" }
  | { readonly kind: "unreadable"; readonly reason: string }
  | { readonly kind: "outside" };

/**
 * All that the compiler sees of the world's files. Names are relative to the folder of the root file, with `/`.
 * Reading is synchronous, since each file decides which come next and all of them are on one disk.
 */
export interface SourceReader {
  /**
   * Reads a regular file of the root file's folder, following symbolic links only within it.
   * No more than `limit` bytes are read; a larger file is `too-large`.
   */
  read(name: string, limit: number): ReadOutcome;
  /**
   * Reads a file that the user named on the command line, wherever it is. `name` is as `nameOf` gave it.
   */
  readNamed(name: string, limit: number): ReadOutcome;
  /** The name, relative to the root file's folder, of a path given on the command line. */
  nameOf(path: string): string;
  /**
   * Names of the entries of a folder that are files or folders, unsorted; empty where there is no such folder or
   * it is outside the root file's folder. `""` is the root file's folder itself.
   */
  list(folder: string): readonly FolderEntry[];
}

/** An entry of a folder; a symbolic link to a folder within the root file's folder is a folder, marked as a link. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: "file" | "folder" | "link-to-folder";
}
