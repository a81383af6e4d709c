import { type Unbuilt, unbuilt } from "../../compiler/validate/unbuilt.ts";
import { unbuiltPlatforms } from "../../compiler/validate/unbuilt-platforms.ts";

/**
 * What is not built yet of a key, or of a map that it stands in. The path has any word where users choose a name.
 */
export function notBuilt(path: readonly string[]): readonly string[] {
  const lines = [...unbuilt, ...unbuiltPlatforms].filter((entry) => concerns(entry, path));
  return [...new Set(lines.map(({ what }) => what))];
}

/** Where only some values are not built, what stands below the key is not meant. */
function concerns({ place, when }: Unbuilt, path: readonly string[]): boolean {
  const steps = place.split("/");
  if (steps.length > path.length || (when && steps.length < path.length)) return false;
  return steps.every((step, index) => step === "*" || step === path[index]);
}
