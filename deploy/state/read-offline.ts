import type { Result } from "../../compiler/diagnostics/result.ts";
import { failure, success } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import type { ByteSource } from "./byte-place.ts";
import { offlineDamaged } from "./codes.ts";
import { parseDocument } from "./document-text.ts";
import { guarded } from "./guarded.ts";
import { type OfflineCopy, offlineFile, offlineForm } from "./offline-copy.ts";
import type { StateReader } from "./state-store.ts";
import { readerIn } from "./reader-in.ts";

/** A state as the last `apply` from this folder left it. */
export interface OfflineState extends StateReader {
  /** Where the state itself is, for people. */
  readonly from: string;
  /** When it was copied, ISO 8601. */
  readonly at: string;
  /** Serial of the mesh's document. */
  readonly serial: number;
}

/** Reads the copy that `writeOffline` left; `undefined` where there is none, an error where it is damaged. */
export async function readOffline(
  host: Host,
  manifestFolder: string,
): Promise<Result<OfflineState | undefined>> {
  const { file } = offlineFile(manifestFolder);
  const bytes = await guarded(file, () => host.files.read(file));
  if (!bytes.ok || !bytes.value) return bytes.ok ? success(undefined) : bytes;
  const copy = parseDocument<OfflineCopy>(bytes.value, offlineForm);
  if ("newer" in copy) return failure(offlineDamaged, { file, why: "a newer meshc wrote it" });
  if ("why" in copy) return failure(offlineDamaged, { file, why: copy.why });
  const { serial, content } = copy;
  const { from, at, entries } = content;
  return success({ ...readerIn({ place: placeOf(file, entries) }), from, at, serial });
}

function placeOf(file: string, entries: OfflineCopy["entries"]): ByteSource {
  return {
    where: file,
    whereIs: (name) => `${name} in ${file}`,
    async read(name) {
      const text = Object.hasOwn(entries, name) ? entries[name] : undefined;
      return text === undefined ? undefined : { bytes: new TextEncoder().encode(text), version: name };
    },
    async list(folder) {
      const names = Object.keys(entries).filter((name) => name.startsWith(`${folder}/`));
      return names.map((name) => name.slice(folder.length + 1)).toSorted();
    },
  };
}
