import { effects, worstOf } from "../model/effect.ts";
import type { Difference, FacetChange } from "./differences.ts";
import type { Happening } from "./happening.ts";

/** How many of a list are named. */
const most = 4;

/** What differs of an entry, and why that has its effect. */
export function reasonFor(difference: Difference, done: readonly Happening[]): string {
  const what = whatDiffers(difference);
  const why = whysOf(done);
  return why === "" ? what : `${what}; ${why}`;
}

/** Why the gravest of what is done has its effect; nothing where it has none. */
function whysOf(done: readonly Happening[]): string {
  const worst = worstOf(done.map(({ effect }) => effect));
  if (worst === effects[0]) return "";
  const whys = done.filter(({ effect }) => effect === worst).map(({ why }) => why);
  return some([...new Set(whys)].toSorted());
}

function whatDiffers({ before, after, facets }: Difference): string {
  const { kind } = after ?? before ?? {};
  if (!before) return kind === "flow" ? "appears" : "is new";
  if (!after) return kind === "flow" ? "disappears" : "is not in the manifest any more";
  const events = (after.facets.find(({ label }) => label === "events")?.items ?? []).length;
  return grouped(withoutNews(facets), kind === "domain" ? events : 0).join("; ");
}

/** Of an event that is new or gone it is not told what it says. */
function withoutNews(facets: readonly FacetChange[]): readonly FacetChange[] {
  const events = facets.find(({ label, of }) => label === "events" && of === undefined);
  const [old, now] = [events?.before?.items ?? [], events?.after?.items ?? []];
  const isNews = (name: string) => old.includes(name) !== now.includes(name);
  return facets.filter(({ of }) => of === undefined || !isNews(of));
}

/** What is said alike of several events is said once, and of all of them by no name. */
function grouped(facets: readonly FacetChange[], events: number): readonly string[] {
  const groups = new Map<string, FacetChange[]>();
  for (const facet of facets) {
    const key = `${facet.label} ${wordsOf(facet)}`;
    const known = groups.get(key);
    if (known) known.push(facet);
    else groups.set(key, [facet]);
  }
  return [...groups.values()].map((same) => {
    const [first] = same;
    if (!first) return "";
    const subjects = same.flatMap(({ of }) => of ?? []);
    const isOfAll = subjects.length === events;
    return `${first.label}${subjects.length > 0 && !isOfAll ? ` of ${some(subjects)}` : ""} ${wordsOf(first)}`;
  });
}

function wordsOf({ before, after }: FacetChange): string {
  if (before?.items || after?.items) return itemWords(before?.items ?? [], after?.items ?? []);
  const [was, is] = [before?.value ?? "none", after?.value ?? "none"];
  return `${was} -> ${is}`;
}

function itemWords(before: readonly string[], after: readonly string[]): string {
  if (before.length === 1 && after.length === 1) return `${before[0]} -> ${after[0]}`;
  const [old, now] = [new Set(before), new Set(after)];
  const added = after.filter((item) => !old.has(item));
  const gone = before.filter((item) => !now.has(item));
  return [
    ...(added.length > 0 ? [`gets ${some(added)}`] : []),
    ...(gone.length > 0 ? [`loses ${some(gone)}`] : []),
  ].join(", ");
}

function some(items: readonly string[]): string {
  const named = items.slice(0, most).join(", ");
  return items.length > most ? `${named} and ${items.length - most} more` : named;
}
