import type { ManifestData, ManifestNamed } from "./manifest.ts";
import type { NamedList } from "./names.ts";

/** An entry of a list that can be renamed, with its path. */
export interface NamedEntry {
  readonly list: NamedList;
  /** Its name, of an event the domain's in front of it and a dot. */
  readonly id: string;
  /** What stands for it among others of its list: of an event without the domain. */
  readonly name: string;
  /** Of an event the domain's name. */
  readonly domain?: string;
  readonly entry: ManifestNamed;
}

const lists = ["teams", "brokers", "domains", "applications", "links", "policies"] as const;

/** Every entry that can be renamed. */
export function namedEntries(data: ManifestData): readonly NamedEntry[] {
  return [
    ...lists.flatMap((list) =>
      Object.entries(data[list] ?? {}).map(([name, entry]) => ({ list, id: name, name, entry: entry ?? {} })),
    ),
    ...Object.entries(data.domains ?? {}).flatMap(([domain, { events }]) =>
      Object.entries(events ?? {}).map(([name, entry]): NamedEntry => ({
        list: "events",
        id: `${domain}.${name}`,
        name,
        domain,
        entry: entry ?? {},
      })),
    ),
  ];
}
