import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new folder with an example's files, without what a mesh that runs in the example's own folder keeps there. */
export function copiedExample(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), "meshc-example-"));
  cpSync(join(import.meta.dirname, "../../examples", name), folder, {
    recursive: true,
    filter: (path) => !path.includes(".meshc"),
  });
  return folder;
}
