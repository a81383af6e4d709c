import type { Documents, Node } from "../model/documents.ts";
import type { Path } from "../source/path.ts";
import type { Span } from "../source/source-file.ts";
import type { Outcome } from "./use-rule.ts";

/** Something that was said of a broker. */
export interface Said {
  /** Its place in the manifest. */
  readonly path: Path;
}

/**
 * What was said in vain: of brokers that cannot do it, at a place that is about no broker that can. What `defaults` say
 * is for whoever can, and a template of `each` for those of its brokers that can. `said` gives what was said of those that
 * can, or of those that cannot; `section` is where `defaults` say such things.
 */
export function saidInVain<T extends Said>(
  { manifest, documents }: Outcome,
  said: (can: boolean) => Iterable<T>,
  section: readonly string[],
): Iterable<T> {
  const idle = new Map<string, T>();
  const placeOf = ({ path }: T) => keyOf(manifest.locate(path, "key").span);
  for (const one of said(false)) {
    const place = placeOf(one);
    if (!idle.has(place)) idle.set(place, one);
  }
  if (idle.size === 0) return [];
  for (const one of said(true)) idle.delete(placeOf(one));
  for (const place of defaultPlaces(documents, section)) idle.delete(place);
  return idle.values();
}

/** Places of the keys of a section of `defaults`, those of overlays included. */
function* defaultPlaces({ workedIn }: Documents, section: readonly string[]): Generator<string> {
  for (const part of workedIn) {
    const node = ["defaults", ...section].reduce<Node | undefined>(below, part);
    if (node?.kind !== "map") continue;
    for (const { key } of node.entries.values()) yield keyOf(key);
  }
}

function below(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === "map" ? node.entries.get(key)?.value : undefined;
}

function keyOf({ file, start }: Span): string {
  return `${file.name} ${start}`;
}
