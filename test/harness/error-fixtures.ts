import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A diagnostic that a fixture announces. */
export interface Mark {
  readonly file: string;
  readonly line: number;
  readonly code: string;
}

/**
 * A manifest of `test/errors`: a file, or a folder with `mesh.yaml` and what it includes. An `overlay.yaml` in the
 * folder is laid over it. A line ends with `# ERROR: CODE[, CODE]` or `# WARNING: CODE` for what is reported there.
 */
export interface ErrorFixture {
  readonly name: string;
  readonly folder: string;
  readonly root: string;
  readonly overlays: readonly string[];
  readonly marks: readonly Mark[];
}

const errors = "test/errors";

/** All fixtures, by name. */
export function errorFixtures(): readonly ErrorFixture[] {
  return readdirSync(errors)
    .filter((name) => name.endsWith(".yaml") || statSync(join(errors, name)).isDirectory())
    .toSorted()
    .map((name) => (name.endsWith(".yaml") ? fileFixture(name) : folderFixture(name)));
}

function fileFixture(name: string): ErrorFixture {
  return { name, folder: errors, root: name, overlays: [], marks: marksOf(errors, name) };
}

function folderFixture(name: string): ErrorFixture {
  const folder = join(errors, name);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".yaml"),
  );
  const overlays = existsSync(join(folder, "overlay.yaml")) ? ["overlay.yaml"] : [];
  return {
    name,
    folder,
    root: "mesh.yaml",
    overlays,
    marks: files.toSorted().flatMap((file) => marksOf(folder, file)),
  };
}

function marksOf(folder: string, file: string): readonly Mark[] {
  const lines = readFileSync(join(folder, file), "utf8").split(/\r\n|\n|\r/);
  return lines.flatMap((text, index) => {
    const codes = /# (?:ERROR|WARNING): ([A-Z0-9, ]+)$/.exec(text)?.[1]?.split(/[ ,]+/) ?? [];
    return codes.map((code) => ({ file, line: index + 1, code }));
  });
}
