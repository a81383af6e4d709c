import type { Provision } from "./workload.ts";

/** A thing inside a broker in words: `consumer "billing" of "orders"`. */
export function provisionName({ kind, name, within }: Pick<Provision, "kind" | "name" | "within">): string {
  return `${kind} "${name}"${within === undefined ? "" : ` of "${within}"`}`;
}
