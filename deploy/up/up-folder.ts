import { join } from "node:path";
import type { Host } from "../host/host.ts";

/** Where `up` keeps everything of a mesh: its state, its instances' folders, its logs. */
export interface UpFolder {
  /** With every symbolic link followed, as the system shows working folders. */
  readonly path: string;
  /** Folder of an instance: its files and its log. */
  instance(name: string): string;
  /** File that an instance's outputs are appended to. */
  log(name: string): string;
}

/** The folder of `up` for the manifest in a folder: `.meshc/up` beside it. */
export async function upFolderOf(host: Host, manifestFolder: string): Promise<UpFolder> {
  const path = join(await host.files.realPath(manifestFolder), ".meshc", "up");
  const instance = (name: string): string => join(path, "instances", name);
  return { path, instance, log: (name) => join(instance(name), "log") };
}
