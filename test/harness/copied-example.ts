import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/**
 * A new folder with an example's files, without what a mesh that runs in the example's own folder keeps there. The
 * caller removes it.
 */
export function copiedExample(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), "meshc-example-"));
  cpSync(join(import.meta.dirname, "../../examples", name), folder, {
    recursive: true,
    filter: (path) => !path.includes(".meshc"),
  });
  return folder;
}

/** The same, removed with the test. */
export function exampleOfTest(name: string): string {
  const folder = copiedExample(name);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
