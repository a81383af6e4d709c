import { isAbsolute, join, resolve } from "node:path";
import type { Result } from "../../compiler/diagnostics/result.ts";
import type { ManifestData } from "../../compiler/model/manifest.ts";
import { failure, success } from "../diagnose.ts";
import { ageCipher } from "../encryption/age-cipher.ts";
import type { Host } from "../host/host.ts";
import type { BytePlace } from "./byte-place.ts";
import { secretsUnencrypted, storeNotBuilt } from "./codes.ts";
import { encryptedOnly } from "./encrypted-only.ts";
import { filePlace } from "./file-place.ts";
import { s3Place } from "./s3-place.ts";
import { s3Settings } from "./s3-settings.ts";
import { secretPlace } from "./secret-place.ts";
import { secretsIn } from "./secrets.ts";
import type { StateStore } from "./state-store.ts";
import { storeIn } from "./store-in.ts";

/** Where a state is kept that no manifest says the place of. */
export const defaultStore = "file:.meshc";

/**
 * Opens the store that a manifest's `state` declares, `file:DIR` or `s3:BUCKET/PREFIX`; nothing is asked, read or written yet. A folder is
 * relative to the manifest's. It is the memory of what `apply` brought about; what `up` runs has one of its own
 * (`fileStore`). A bucket holds encrypted secrets only.
 */
export function openStore(
  host: Host,
  declared: ManifestData["state"],
  manifestFolder: string,
): Result<StateStore> {
  const store = declared?.store ?? defaultStore;
  const place = placeOf(host, store, manifestFolder);
  if (!place.ok) return place;
  const isRemote = store.startsWith("s3:");
  if (isRemote && !declared?.secrets?.age) return failure(secretsUnencrypted, { where: place.value.where });
  const cipher = ageCipher(host);
  const plain = secretPlace(place.value, "secrets");
  const secrets = secretsIn(isRemote ? encryptedOnly(plain, cipher) : plain, cipher);
  return success(storeIn({ host, place: place.value, howToBreak }, secrets));
}

function placeOf(host: Host, store: string, manifestFolder: string): Result<BytePlace> {
  const colon = store.indexOf(":");
  const [kind, rest] = [store.slice(0, colon), store.slice(colon + 1)];
  if (kind === "file" && rest !== "") {
    const folder = isAbsolute(rest) ? resolve(rest) : join(resolve(manifestFolder), rest);
    return success(filePlace(host, folder));
  }
  if (kind !== "s3") return failure(storeNotBuilt, { store });
  const settings = s3Settings(host, rest);
  return settings.ok ? success(s3Place(host, settings.value)) : settings;
}

function howToBreak(name: string): string {
  return `break it by \`meshc state unlock ${name.replace(/^environments\./, "")}\``;
}
