import type { Identity } from "./topology.ts";

/** Whether an identity logs in as clients do: an application, or who carries a link by a process of its own. */
export function isClient({ kind, carries }: Pick<Identity, "kind" | "carries">): boolean {
  return kind === "application" || carries !== undefined;
}
