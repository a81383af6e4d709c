import { createHash } from "node:crypto";
import type { Host } from "../host/host.ts";
import type { BytePlace } from "./byte-place.ts";

const folderMode = 0o700;
const fileMode = 0o600;

/**
 * A place in a folder of this machine (folders 0700, files 0600). What is replaced is kept beside as `<name>.previous`. Two who
 * replace the same name at once are kept apart by the locks of the state, not by the system.
 */
export function filePlace({ files }: Host, folder: string): BytePlace {
  const pathOf = (name: string): string => (name === "" ? folder : `${folder}/${name}`);
  const makeFolders = async (name: string): Promise<void> => {
    const steps = name.split("/").slice(0, -1);
    for (const [depth] of [...steps, ""].entries()) {
      await files.makeFolder(pathOf(steps.slice(0, depth).join("/")), folderMode);
    }
  };
  return {
    where: folder,
    whereIs: pathOf,
    isOfThisMachine: true,
    previous: (name) => `${name}.previous`,
    async read(name) {
      const bytes = await files.read(pathOf(name));
      return bytes && { bytes, version: versionOf(bytes) };
    },
    async create(name, bytes) {
      await makeFolders(name);
      return (await files.create(pathOf(name), bytes)) ? versionOf(bytes) : undefined;
    },
    async replace(name, bytes, before) {
      const standing = await files.read(pathOf(name));
      if (!standing || versionOf(standing) !== before) return undefined;
      await files.write(pathOf(name), bytes, { mode: fileMode, keepPrevious: true });
      return versionOf(bytes);
    },
    async write(name, bytes) {
      await makeFolders(name);
      await files.write(pathOf(name), bytes, { mode: fileMode });
    },
    list: (name) => files.list(pathOf(name)),
    remove: (name) => files.remove(pathOf(name)),
  };
}

function versionOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
