import type { ManifestData, ManifestNamed } from "../model/manifest.ts";

/** Lists of a manifest whose entries can be protected. */
const lists = [
  "teams",
  "environments",
  "brokers",
  "domains",
  "applications",
  "links",
  "policies",
] as const satisfies readonly (keyof ManifestData)[];

/** An entry that can be protected; an event by `domain.event`. */
export interface Protectable {
  readonly list: (typeof lists)[number] | "events";
  readonly name: string;
}

/** What a manifest protects. */
export function protectedEntries(data: ManifestData): readonly Protectable[] {
  const events = Object.entries(data.domains ?? {}).flatMap(([domain, said]) =>
    protectedOf("events", said.events, `${domain}.`),
  );
  return [...lists.flatMap((list) => protectedOf(list, data[list])), ...events];
}

function protectedOf(
  list: Protectable["list"],
  entries: Readonly<Record<string, ManifestNamed | null>> | undefined = {},
  prefix = "",
): readonly Protectable[] {
  const kept = Object.entries(entries).filter(([, entry]) => entry?.protect === true);
  return kept.map(([name]) => ({ list, name: prefix + name }));
}

/** Whether a manifest has an entry. */
export function hasEntry(data: ManifestData, { list, name }: Protectable): boolean {
  if (list !== "events") return Object.hasOwn(data[list] ?? {}, name);
  const [domain = "", event = ""] = name.split(".");
  return Object.hasOwn(data.domains?.[domain]?.events ?? {}, event);
}
