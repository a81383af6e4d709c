import { join } from "node:path";
import type { Host } from "../host/host.ts";
import type { UpFolder } from "../up/up-folder.ts";

/** The folder in which `apply` runs what is `local`, for the manifest in a folder: `.meshc/run` beside it. */
export async function runFolderOf(host: Host, manifestFolder: string): Promise<UpFolder> {
  const path = join(await host.files.realPath(manifestFolder), ".meshc", "run");
  const instance = (name: string): string => join(path, "instances", name);
  return {
    command: "meshc apply",
    shown: ".meshc/run",
    path,
    instance,
    log: (name) => join(instance(name), "log"),
  };
}
