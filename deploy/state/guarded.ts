import type { Result } from "../../compiler/diagnostics/result.ts";
import { stateUnwritable } from "../codes.ts";
import { failure, success } from "../diagnose.ts";
import { PlaceFailure } from "./byte-place.ts";

/** Does something with files or a place; what is refused becomes a diagnostic that names the path. */
export async function guarded<T>(path: string, work: () => Promise<T>): Promise<Result<T>> {
  try {
    return success(await work());
  } catch (error) {
    if (error instanceof PlaceFailure) return { ok: false, diagnostics: [error.diagnostic] };
    if (!isSystemError(error)) throw error;
    return failure(stateUnwritable, { path, why: reasons.get(error.code) ?? error.message });
  }
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["ENOSPC", "no space left on the disk"],
  ["EDQUOT", "the disk quota is used up"],
  ["EFBIG", "the file would be larger than the system allows"],
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["EROFS", "the file system is read-only"],
  ["ENOENT", "its folder is not there"],
  ["EISDIR", "it is a folder"],
  ["ENOTDIR", "a part of the path is no folder"],
  ["EIO", "the disk reports an error"],
]);

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}
