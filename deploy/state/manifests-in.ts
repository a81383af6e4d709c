import type { ManifestData } from "../../compiler/model/manifest.ts";
import type { BytePlace } from "./byte-place.ts";
import { guarded } from "./guarded.ts";
import { manifestEntry, manifestFolder, manifestInEntry, manifestName } from "./manifest-entry.ts";
import type { ManifestStore } from "./manifest-store.ts";
import { manifestIn } from "./read-manifest.ts";

/** The manifests of a place, each at `manifests/<SHA-256 of its bytes>.json`, so that every byte is verified by the name. */
export function manifestsIn(place: BytePlace): ManifestStore {
  return {
    keep(data) {
      const bytes = new TextEncoder().encode(printManifest(data));
      const name = manifestName(bytes);
      const entry = manifestEntry(name);
      return guarded(place.whereIs(entry), async () => {
        const standing = await place.read(entry);
        // What is damaged is mended by what it should be.
        if (!standing || manifestName(standing.bytes) !== name) await place.write(entry, bytes);
        return name;
      });
    },
    read: (name) => manifestIn(place, name),
    retain: (names) =>
      guarded(place.whereIs(manifestFolder), async () => {
        for (const file of await place.list(manifestFolder)) {
          const name = manifestInEntry(file);
          if (name !== undefined && !names.has(name)) await place.remove(manifestEntry(name));
        }
      }),
  };
}

/** The name under which a manifest is kept, whether it is or not. */
export function nameOfManifest(data: ManifestData): string {
  return manifestName(new TextEncoder().encode(printManifest(data)));
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
