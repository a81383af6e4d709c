import { join } from "node:path";
import type { Host } from "../host/host.ts";

/** What brings a mesh about. */
export type MeshCommand = "meshc up" | "meshc apply";

/** Where everything of a mesh that runs on this machine is kept: its instances' folders, its logs, of `up` its state too. */
export interface UpFolder {
  /** The command that brings about what runs there. */
  readonly command: MeshCommand;
  /** As people are told of it, seen from the manifest's folder. */
  readonly shown: string;
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
  return {
    command: "meshc up",
    shown: ".meshc/up",
    path,
    instance,
    log: (name) => join(instance(name), "log"),
  };
}
