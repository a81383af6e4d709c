import { keepsPlace } from "./durables.ts";
import { mostOf, printTerms } from "./print-terms.ts";
import { durationOf, isStored, keptOf } from "./stored-terms.ts";
import type { PlainEvent } from "./topics.ts";
import type { Catalog, Use } from "./uses.ts";
import type { Finding } from "./verdict.ts";

/** What is wrong with terms of delivery and with order, among some applications. */
export function readFindings(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  standing: readonly string[],
): readonly Finding[] {
  const readers = standing.toSorted().map((name) => ({ name, use: uses.get(name) }));
  return [
    ...readers.flatMap(({ name, use }) => (use ? vainTerms(catalog, name, use) : [])),
    ...readers.flatMap(({ name, use }) => (use ? twoKinds(name, use) : [])),
    ...readers.flatMap(({ name, use }) => (use ? unfitPauses(catalog, name, use) : [])),
    ...disagreements(catalog, readers),
    ...lostOrders(catalog, readers),
  ];
}

/** Events whose order should be kept, and that have no key. */
export function orderFindings(events: readonly PlainEvent[]): readonly Finding[] {
  return events
    .filter(({ order, key }) => order === "key" && key === undefined)
    .map(({ id }) => ({ category: "orderKey", names: [id] }));
}

function vainTerms({ mesh, events }: Catalog, name: string, { heard }: Use): readonly Finding[] {
  const kept = events.filter((event) => isStored(event) && keepsPlace(mesh, name)).map(({ id }) => id);
  return heard
    .filter(({ event, terms }) => terms !== "" && !kept.includes(event))
    .map(({ event }) => ({ category: "vainTerms", names: [name, event] }));
}

function twoKinds(name: string, { heard }: Use): readonly Finding[] {
  return heard
    .filter((one) => heard.find(({ event }) => event === one.event)?.terms !== one.terms)
    .map(({ event }) => ({ category: "twoKinds", names: [name, event] }));
}

/** Too many pauses, one of nothing, or one longer than an event is kept. */
function unfitPauses({ mesh, events }: Catalog, name: string, { heard }: Use): readonly Finding[] {
  return (mesh.applications[name]?.subscribe ?? []).flatMap((reference): readonly Finding[] => {
    if (typeof reference === "string" || reference.backoff === undefined) return [];
    const pauses = reference.backoff.map(durationOf);
    const terms = printTerms(reference);
    const meant = heard.filter((piece) => piece.terms === terms).map(({ event }) => event);
    const outlasted = events.some((event) => {
      const { milliseconds = Infinity } = keptOf(event.retention);
      return meant.includes(event.id) && pauses.some((pause) => pause > milliseconds);
    });
    const isUnfit = pauses.length > mostOf(reference) || pauses.includes(0) || outlasted;
    return isUnfit ? [{ category: "pauses", names: [name] }] : [];
  });
}

type Readers = readonly { readonly name: string; readonly use: Use | undefined }[];

/** Members of a group that want an event delivered otherwise than the first of them does. */
function disagreements({ mesh }: Catalog, readers: Readers): readonly Finding[] {
  const first = new Map<string, { readonly name: string; readonly terms: string }>();
  const findings: Finding[] = [];
  for (const { name, use } of readers) {
    const group = mesh.applications[name]?.group;
    if (group === undefined) continue;
    for (const { event, terms } of use?.heard ?? []) {
      const leader = first.get(`${group} ${event}`) ?? { name, terms };
      first.set(`${group} ${event}`, leader);
      if (leader.name !== name && leader.terms !== terms)
        findings.push({ category: "groupTerms", names: [group, name, event] });
    }
  }
  return findings;
}

/** Who shares, with others or among its own instances, events of which each key's order should be kept. */
function lostOrders({ mesh, events }: Catalog, readers: Readers): readonly Finding[] {
  const findings: Finding[] = [];
  const ordered = events.filter(({ order, key }) => order === "key" && key !== undefined);
  for (const event of ordered) {
    const leaders = new Map<string, string>();
    for (const { name } of readers.filter(({ use }) => use?.subscribe.has(event.id))) {
      const { group, durable = false, instances = 1 } = mesh.applications[name] ?? {};
      const isShared = group !== undefined || (durable && isStored(event));
      const leader = group === undefined ? name : (leaders.get(group) ?? name);
      if (group !== undefined) leaders.set(group, leader);
      if (isShared && (leader !== name || instances > 1))
        findings.push({ category: "order", names: [name, event.id] });
    }
  }
  return findings;
}
