import { eventIn, type NamedList, nameIn, type Names } from "../model/names.ts";
import type { Path } from "../source/path.ts";

const lists: ReadonlySet<string | number | undefined> = new Set<Exclude<NamedList, "events">>([
  "teams",
  "brokers",
  "domains",
  "applications",
  "links",
  "policies",
]);

/** Where a value stands in a manifest whose entries are called otherwise. */
export function pathIn(path: Path, names: Names): Path {
  const [list, name, below, event, ...rest] = path;
  if (names.size === 0 || !lists.has(list) || typeof name !== "string") return path;
  const moved = nameIn(names, list as Exclude<NamedList, "events">, name);
  if (list !== "domains" || below !== "events" || typeof event !== "string")
    return [path[0] ?? "", moved, ...path.slice(2)];
  return ["domains", moved, below, eventIn(names, name, event), ...rest];
}
