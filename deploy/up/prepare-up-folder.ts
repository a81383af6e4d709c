import type { Result } from "../../compiler/diagnostics/result.ts";
import type { Host } from "../host/host.ts";
import { guarded } from "../state/guarded.ts";
import type { UpFolder } from "./up-folder.ts";

/** Makes the folder of `up`, for nobody else to look into, and keeps it out of version control. */
export function prepareUpFolder(host: Host, folder: UpFolder): Promise<Result<void>> {
  return guarded(folder.path, async () => {
    await host.files.makeFolder(folder.path, 0o700);
    // Nothing is locked yet, so that two who come at once both get here.
    await host.files.create(`${folder.path}/.gitignore`, new TextEncoder().encode("*\n"));
  });
}
