import { callNameOf } from "../model/called.ts";
import type { ManifestData } from "../model/manifest.ts";
import { type NamedEntry, namedEntries } from "../model/named-entries.ts";
import { listed } from "../model/names.ts";
import type { Refusal } from "./plan.ts";
import type { Stand } from "./stand.ts";

/**
 * Entries that stand under another key than the one under which they were applied, though their names say that they are the
 * same: `renamedFrom` was left out, was added to what is applied under its name, or names what was called so in between.
 * What is kept of them would be removed, and others would be made.
 */
export function refusedRenames(
  wanted: ManifestData,
  stands: readonly Pick<Stand, "data">[],
): readonly Refusal[] {
  const entries = namedEntries(wanted).map(calledEntry);
  const keys = new Set(entries.map(({ key }) => key));
  const refused = new Map<string, Refusal>();
  for (const { data } of stands)
    for (const was of namedEntries(data).map(calledEntry)) {
      if (keys.has(was.key)) continue;
      const now = entries.find((one) => one.parent === was.parent && isMeant(one, was));
      if (now) refused.set(`${was.key} ${now.key}`, { name: now.shown, why: whyRefused(now, was) });
    }
  return [...refused.values()];
}

/** An entry that is told by its key and its name. */
interface Called {
  /** As `listed`. */
  readonly key: string;
  /** The list, of an event with the domain's key. */
  readonly parent: string;
  readonly entry: string;
  readonly name: string;
  /** How a refusal names it. */
  readonly shown: string;
}

function calledEntry({ list, id, name: key, domain, entry }: NamedEntry): Called {
  const name = callNameOf(entry) ?? key;
  const parent = domain === undefined ? list : `${list} ${domain}`;
  return {
    key: listed(list, id),
    parent,
    entry: key,
    name,
    shown: domain === undefined ? name : `${domain}.${name}`,
  };
}

/** Whether an entry is the one that was applied under another key: it is called as that was, or from what that was called. */
function isMeant(now: Called, was: Called): boolean {
  return now.name === was.name || (now.entry === was.name && now.name !== now.entry);
}

function whyRefused(now: Called, was: Called): string {
  const lost = `what is kept of it stands under "${was.entry}", and would be removed for a new "${now.name}"`;
  if (now.name !== was.name)
    return `${lost}: write \`renamedFrom: ${was.entry}\`, its first name, which stays the same however often it is renamed`;
  if (was.entry === was.name)
    return `${lost}: it was applied under this name, so take \`renamedFrom: ${now.entry}\` away`;
  return `${lost}: put \`renamedFrom: ${was.entry}\` back, which stays for good; if another one is meant, give that another name`;
}
