import type { LinkKind } from "../model/link-kind.ts";

/** By which of its kinds of links an edge dials a broker of an engine; `undefined` where it has none for that. */
export function uplinkKind(kinds: readonly LinkKind[], engine: string): LinkKind | undefined {
  return kinds.find(({ ends, targets }) => ends === "edge-any" && targets.includes(engine));
}
