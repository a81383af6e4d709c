import type { Result } from "../../compiler/diagnostics/result.ts";
import { stateMoved } from "../codes.ts";
import { failure, success } from "../diagnose.ts";
import type { BytePlace, Version } from "./byte-place.ts";
import { guarded } from "./guarded.ts";

/**
 * Lays bytes at a name and reads them back; what lies there already is not written again. `before`: only in the place
 * of that version.
 */
export async function layBytes(
  place: BytePlace,
  entry: string,
  bytes: Uint8Array,
  before?: Version,
): Promise<Result<void>> {
  const file = place.whereIs(entry);
  const isThere = await guarded(file, async () => {
    const standing = await place.read(entry);
    if (standing && Buffer.from(standing.bytes).equals(bytes)) return true;
    const expected = before ?? standing?.version;
    const written = await (expected === undefined
      ? place.create(entry, bytes)
      : place.replace(entry, bytes, expected));
    if (written === undefined) return false;
    const found = await place.read(entry);
    return found !== undefined && Buffer.from(found.bytes).equals(bytes);
  });
  if (!isThere.ok) return isThere;
  return isThere.value
    ? success(undefined)
    : failure(stateMoved, { file, expected: "what was written", found: "another" });
}
