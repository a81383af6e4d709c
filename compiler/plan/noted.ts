import { compare } from "../model/compare.ts";
import { callNameOf } from "../model/called.ts";
import type { ManifestData } from "../model/manifest.ts";
import { comparer } from "./alike.ts";
import type { Plan } from "./plan.ts";
import { hasEntry, type Protectable, protectedEntries } from "./protected-entries.ts";
import { isAsSaid, type Stand } from "./stand.ts";

const nouns: Readonly<Record<Protectable["list"], string>> = {
  teams: "team",
  environments: "environment",
  brokers: "broker",
  domains: "domain",
  events: "event",
  applications: "application",
  links: "link",
  policies: "policy",
};

/**
 * A plan with what the manifest that is to hold says otherwise and no broker knows: what is protected now or no more; and,
 * where nothing else is to be done, that there is something, such as a description. `stands` are what was applied.
 */
export function withNoted(
  plan: Plan,
  held: ManifestData,
  stands: readonly Stand[],
  environments: ReadonlySet<string>,
): Plan {
  const touched = stands.filter(({ topology, ...stand }) =>
    [...topology.brokers.values()].some(
      ({ broker }) =>
        isAsSaid({ topology, ...stand }, broker.name) && environments.has(broker.environment.name),
    ),
  );
  const noted = [...new Set(touched.flatMap(({ data }) => protectionSince(data, held)))].toSorted(compare);
  if (noted.length > 0) return { ...plan, noted };
  const isAlike = comparer();
  const isOther = touched.some(({ data }) => !isAlike(data, held));
  const isElseEmpty = plan.changes.length + plan.refused.length === 0;
  return isOther && isElseEmpty ? { ...plan, noted: [otherwise] } : plan;
}

const otherwise = "what the manifest says otherwise no broker has to know";

/** What an entry is called now. */
function shownOf(data: ManifestData, { list, name }: Protectable): string {
  const [domain = "", event = ""] = name.split(".");
  if (list !== "events") return callNameOf(data[list]?.[name]) ?? name;
  const said = data.domains?.[domain];
  return `${callNameOf(said) ?? domain}.${callNameOf(said?.events?.[event]) ?? event}`;
}

/** What of both manifests is protected in one of them alone. */
function protectionSince(before: ManifestData, now: ManifestData): readonly string[] {
  const keyOf = ({ list, name }: Protectable) => `${list} ${name}`;
  const told = (of: ManifestData, other: ManifestData, words: string) => {
    const there = new Set(protectedEntries(other).map(keyOf));
    const alone = protectedEntries(of).filter((one) => !there.has(keyOf(one)) && hasEntry(other, one));
    return alone.map((one) => `${nouns[one.list]} ${shownOf(now, one)} ${words}`);
  };
  return [
    ...told(before, now, "is not protected any more"),
    ...told(now, before, "is protected from now on"),
  ];
}
