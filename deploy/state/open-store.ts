import { isAbsolute, join, resolve } from "node:path";
import type { Result } from "../../compiler/diagnostics/result.ts";
import type { ManifestData } from "../../compiler/model/manifest.ts";
import { failure, success } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import { storeNotBuilt } from "./codes.ts";
import { filePlace } from "./file-place.ts";
import { fileSecrets } from "./secrets.ts";
import type { StateStore } from "./state-store.ts";
import { storeIn } from "./store-in.ts";

/** Where a state is kept that no manifest says the place of. */
export const defaultStore = "file:.meshc";

/**
 * Opens the store that a manifest's `state` declares; nothing is read or written yet. A folder is relative to the manifest's. Each is the memory of
 * what `apply` brought about; what `up` runs has a store of its own (`fileStore`).
 */
export function openStore(
  host: Host,
  declared: ManifestData["state"],
  manifestFolder: string,
): Result<StateStore> {
  const store = declared?.store ?? defaultStore;
  const colon = store.indexOf(":");
  const [kind, rest] = [store.slice(0, colon), store.slice(colon + 1)];
  if (kind !== "file") return failure(storeNotBuilt, { store });
  const folder = isAbsolute(rest) ? resolve(rest) : join(resolve(manifestFolder), rest);
  const place = filePlace(host, folder);
  return success(storeIn({ host, place, howToBreak }, fileSecrets(host, join(folder, "secrets"))));
}

function howToBreak(name: string): string {
  return `break it by \`meshc state unlock ${name.replace(/^environments\./, "")}\``;
}
