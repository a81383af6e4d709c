import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { createDiskReader } from "../../cli/disk-reader.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { load } from "../../compiler/load/load.ts";
import type { Documents, Node } from "../../compiler/model/documents.ts";
import { positionAt, type Span } from "../../compiler/source/source-file.ts";

/** Writes files into a folder of their own, removed with the test. A name that ends with `/` is an empty folder. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "meshc-load-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(name.endsWith("/") ? join(folder, name) : dirname(join(folder, name)), { recursive: true });
    if (!name.endsWith("/")) writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Loads `mesh.yaml` of a folder. */
export function loadFolder(folder: string, overlays: readonly string[] = []) {
  return load("mesh.yaml", createDiskReader(folder, folder), { overlays });
}

/** Loads files, of which `mesh.yaml` is the root. */
export function loadFiles(
  files: Readonly<Record<string, string | Uint8Array>>,
  overlays: readonly string[] = [],
) {
  return loadFolder(folderWith(files), overlays);
}

/** The merged manifest as plain data, `apiVersion` left out; fails with what was reported. */
export function loadData(files: Readonly<Record<string, string>>, overlays: readonly string[] = []): unknown {
  return plain(loadDocuments(files, overlays).root);
}

/** The merged manifest; fails with what was reported. */
export function loadDocuments(
  files: Readonly<Record<string, string>>,
  overlays: readonly string[] = [],
): Documents {
  const result = loadFiles(files, overlays);
  if (!result.ok) throw new Error(result.diagnostics.map(shown).join("\n"));
  return result.value;
}

/** A node as plain data. */
export function plain(node: Node): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plain);
  return Object.fromEntries(
    [...node.entries]
      .filter(([key]) => key !== "apiVersion")
      .map(([key, entry]) => [key, plain(entry.value)]),
  );
}

/** `file:line:column` of a span. */
export function place(span: Span): string {
  const { line, column } = positionAt(span.file, span.start);
  return `${span.file.name}:${line}:${column}`;
}

/** A diagnostic as `place code`, with the places of what is related to it. */
export function shown(diagnostic: Diagnostic): string {
  const related = diagnostic.related.map((note) => ` <- ${place(note.at)}`).join("");
  return `${diagnostic.at ? place(diagnostic.at) : "-"} ${diagnostic.code}${related}`;
}
