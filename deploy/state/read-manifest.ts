import type { Result } from "../../compiler/diagnostics/result.ts";
import { failure, success } from "../diagnose.ts";
import type { ManifestData } from "../../compiler/model/manifest.ts";
import type { ByteSource } from "./byte-place.ts";
import { manifestDamaged } from "./codes.ts";
import { guarded } from "./guarded.ts";
import { manifestEntry, manifestName } from "./manifest-entry.ts";

/** The bytes of a recorded manifest; a missing or damaged one is an error. */
export async function readManifest(place: ByteSource, name: string): Promise<Result<Uint8Array>> {
  const entry = manifestEntry(name);
  const file = place.whereIs(entry);
  const stored = await guarded(file, () => place.read(entry));
  if (!stored.ok) return stored;
  if (!stored.value) return failure(manifestDamaged, { file, why: "is not there" });
  const { bytes } = stored.value;
  if (manifestName(bytes) === name) return success(bytes);
  const why = bytes.byteLength === 0 ? "is empty" : "is not what was written: its SHA-256 is not its name";
  return failure(manifestDamaged, { file, why });
}

/** A recorded manifest; a missing or damaged one is an error. */
export async function manifestIn(place: ByteSource, name: string): Promise<Result<ManifestData>> {
  const bytes = await readManifest(place, name);
  return bytes.ok ? success(JSON.parse(new TextDecoder().decode(bytes.value)) as ManifestData) : bytes;
}
