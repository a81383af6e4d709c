import { hash } from "node:crypto";
import { lstatSync, readFileSync, type Stats } from "node:fs";

/** SHA-256 in hexadecimal; of a string, that of its UTF-8 bytes. */
export function sha256(data: string | Uint8Array): string {
  return hash("sha256", data, "hex");
}

/** The stat of a regular file; `undefined` where there is none or something else stands there. */
export function regularFile(path: string): Stats | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? stats : undefined;
}

/** Whether a regular file holds the bytes with this hash. */
export function holds(path: string, expected: string): boolean {
  return sha256(readFileSync(path)) === expected;
}

/** When a file was last changed in any way, in milliseconds; setting its time back does not hide a change. */
export function changedAt(stats: Stats): number {
  return Math.max(stats.mtimeMs, stats.ctimeMs);
}
