import { createHash } from "node:crypto";

/** Where manifests lie. */
export const manifestFolder = "manifests";

const suffix = ".json";

/** Name under which a manifest lies in a place. */
export function manifestEntry(name: string): string {
  return `${manifestFolder}/${name}${suffix}`;
}

/** Name of the manifest of such an entry; `undefined` for what is none of ours. */
export function manifestInEntry(file: string): string | undefined {
  const name = file.endsWith(suffix) ? file.slice(0, -suffix.length) : "";
  return /^[0-9a-f]{64}$/.test(name) ? name : undefined;
}

/** The name that a manifest has by its bytes. */
export function manifestName(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
