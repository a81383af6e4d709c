import { thousands } from "../thousands.ts";

/** A few of some names and how many more there are: `a, b, c and 12 more`; one more is no shorter than its name. */
export function someOf(names: readonly string[], most: number): string {
  const shown = names.length <= most + 1 ? names : names.slice(0, most);
  const rest = names.length - shown.length;
  return `${shown.join(", ")}${rest > 0 ? ` and ${thousands(rest)} more` : ""}`;
}
