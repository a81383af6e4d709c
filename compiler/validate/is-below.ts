import type { Path } from "../source/path.ts";
import { printPath } from "./print-path.ts";

/** Whether a path is one of the refused places, or below one: what is refused as a whole need not be right in its parts. */
export function isBelow(path: Path, refused: ReadonlySet<string>): boolean {
  return refused.size > 0 && path.some((_, index) => refused.has(printPath(path.slice(0, index + 1))));
}
