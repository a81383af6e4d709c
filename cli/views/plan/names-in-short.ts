import { thousands } from "../thousands.ts";
import { someOf } from "./some-of.ts";

/**
 * Names of things that are treated alike, in short: `plant-001 … plant-400 (400)` where they differ in numbers only,
 * else a few of them. Sorted, none twice.
 */
export function namesInShort(names: readonly string[], most: number): string {
  const sorted = [...new Set(names)].toSorted();
  const [first = "", last = ""] = [sorted.at(0), sorted.at(-1)];
  if (sorted.length <= most) return sorted.join(", ");
  const isNumbered = new Set(sorted.map(withoutNumbers)).size === 1;
  return isNumbered ? `${first} … ${last} (${thousands(sorted.length)})` : someOf(sorted, most);
}

function withoutNumbers(name: string): string {
  return name.replace(/\d+/g, "#");
}
