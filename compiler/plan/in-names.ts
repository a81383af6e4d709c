import { namedTopology } from "../model/named-topology.ts";
import type { Names } from "../model/names.ts";
import type { Topology } from "../model/topology.ts";
import { changedFacets, type Difference } from "./differences.ts";
import type { Entry } from "./entry.ts";
import { outlineOf } from "./outline.ts";

/** Tells how entries and what differs of them are said in the names that people know. */
export interface Telling {
  readonly difference: (difference: Difference) => Difference;
  /** Of what kind and name, in the environment that is not said where there is only one of it. */
  readonly nameOf: (entry: Pick<Entry, "kind" | "name">) => string;
}

/** Telling of the entries of two meshes. Where nothing was renamed, things are told as they are. */
export function telling(before: Topology | undefined, held: Topology, names: Names): Telling {
  if (names.size === 0) return { difference: (one) => one, nameOf: ({ name }) => name };
  const [old, now] = [before ? entriesIn(before, names) : new Map<string, Entry>(), entriesIn(held, names)];
  const called = new Map([...old, ...now].map(([key, { name }]) => [kindAndName(key), name]));
  return {
    difference: ({ before: was, after: is }) => {
      const [entryWas, entryIs] = [was && (old.get(keyOf(was)) ?? was), is && (now.get(keyOf(is)) ?? is)];
      return {
        ...(entryWas && { before: entryWas }),
        ...(entryIs && { after: entryIs }),
        facets: changedFacets(entryWas?.facets ?? [], entryIs?.facets ?? []),
      };
    },
    nameOf: ({ kind, name }) => called.get(`${kind} ${name}`) ?? name,
  };
}

/** Entries in names, by what they are under their keys. Both outlines are in one order. */
function entriesIn(topology: Topology, names: Names): ReadonlyMap<string, Entry> {
  const shown = outlineOf(namedTopology(topology, names));
  const found = new Map<string, Entry>();
  for (const [index, entry] of outlineOf(topology).entries()) {
    const named = shown[index];
    if (!named) continue;
    found.set(keyOf(entry), named);
    // Shares of all events of a domain are told as one.
    if (entry.event !== undefined && entry.application === undefined)
      found.set(keyOf({ ...entry, name: wholeDomain(entry) }), { ...named, name: wholeDomain(named) });
  }
  return found;
}

function wholeDomain({ name, event = "" }: Entry): string {
  return `${name.slice(0, -event.length)}*`;
}

const between = "\n";

function keyOf({ kind, environment, name }: Pick<Entry, "kind" | "environment" | "name">): string {
  return [environment, `${kind} ${name}`].join(between);
}

function kindAndName(key: string): string {
  return key.slice(key.indexOf(between) + 1);
}
