import type { Json } from "../../compiler/model/json.ts";
import type { Found } from "./found.ts";

/** What a program or a server said as JSON. What is none is not quoted: it could hold a secret. */
export function parseJson(text: string, who: string): Found<Json> {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return { why: `the answer of ${who} is no JSON`, fix: `Look whether that is the ${who} that you mean.` };
  }
}

/** A map, or an empty one in place of anything else. */
export function mapOf(value: Json | undefined): { readonly [key: string]: Json } {
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  return isMap ? (value as { readonly [key: string]: Json }) : {};
}
