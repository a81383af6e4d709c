import { createHash } from "node:crypto";
import type { ManifestData } from "../../compiler/model/manifest.ts";
import { failure, success } from "../diagnose.ts";
import type { BytePlace } from "./byte-place.ts";
import { manifestDamaged } from "./codes.ts";
import { guarded } from "./guarded.ts";
import type { ManifestStore } from "./manifest-store.ts";

const folder = "manifests";
const suffix = ".json";

/** The manifests of a place, each at `manifests/<SHA-256 of its bytes>.json`, so that every byte is verified by the name. */
export function manifestsIn(place: BytePlace): ManifestStore {
  const entryOf = (name: string): string => `${folder}/${name}${suffix}`;
  return {
    keep(data) {
      const bytes = new TextEncoder().encode(printManifest(data));
      const name = digest(bytes);
      const entry = entryOf(name);
      return guarded(place.whereIs(entry), async () => {
        const standing = await place.read(entry);
        // What is damaged is mended by what it should be.
        if (!standing || digest(standing.bytes) !== name) await place.write(entry, bytes);
        return name;
      });
    },
    async read(name) {
      const entry = entryOf(name);
      const file = place.whereIs(entry);
      const stored = await guarded(file, () => place.read(entry));
      if (!stored.ok) return stored;
      if (!stored.value) return failure(manifestDamaged, { file, why: "is not there" });
      const { bytes } = stored.value;
      if (digest(bytes) !== name) return failure(manifestDamaged, { file, why: whyNot(bytes) });
      return success(JSON.parse(new TextDecoder().decode(bytes)) as ManifestData);
    },
    retain: (names) =>
      guarded(place.whereIs(folder), async () => {
        for (const file of await place.list(folder)) {
          const name = file.endsWith(suffix) ? file.slice(0, -suffix.length) : "";
          if (/^[0-9a-f]{64}$/.test(name) && !names.has(name)) await place.remove(entryOf(name));
        }
      }),
  };
}

/** A manifest as text: the same whatever the order in which its keys were written. */
function printManifest(data: ManifestData): string {
  return `${JSON.stringify(data, (_key, value: unknown) => (isMap(value) ? sorted(value) : value), 2)}\n`;
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sorted(map: object): object {
  return Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function whyNot(bytes: Uint8Array): string {
  return bytes.byteLength === 0
    ? "is empty"
    : "is not what was written: its SHA-256 is another than its name";
}
