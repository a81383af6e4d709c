import type { Manifest } from "../model/manifest.ts";
import { reversed } from "../model/names.ts";
import { keysIn, withNames, writtenIn } from "./entry-names.ts";
import { manifestIn } from "./manifest-in.ts";
import { pathIn } from "./path-in.ts";

/**
 * A manifest whose entries stand under their keys: the first name of each that was renamed, and its name else. All that is
 * made of a mesh is named after keys, so that a rename changes nothing of it; what people call an entry stands beside it.
 */
export function byKey(written: Manifest): Manifest {
  const keys = keysIn(written.data);
  if (keys.size === 0) return written;
  const names = reversed(keys);
  return {
    data: manifestIn(withNames(written.data), keys),
    locate: (path, on) => written.locate(pathIn(path, names), on),
  };
}

/** The manifest as people write it, of one whose entries stand under their keys. */
export function byName(manifest: Manifest): Manifest {
  const names = writtenIn(manifest.data);
  if (names.size === 0) return manifest;
  const keys = reversed(names);
  return {
    data: manifestIn(manifest.data, names),
    locate: (path, on) => manifest.locate(pathIn(path, keys), on),
  };
}
