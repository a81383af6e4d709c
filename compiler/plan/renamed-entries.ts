import { eventIn, type NamedList, type Names, nameIn } from "../model/names.ts";
import type { Topology } from "../model/topology.ts";
import type { Entry } from "./entry.ts";
import { outlineOf } from "./outline.ts";
import type { Change, ChangeKind } from "./plan.ts";

/** Lists of the manifest whose entries a plan tells of one by one. */
const lists: Partial<Record<ChangeKind, Exclude<NamedList, "events">>> = {
  broker: "brokers",
  link: "links",
  domain: "domains",
  application: "applications",
};

/**
 * Entries that are called otherwise than when the mesh was applied. Nothing is done for them: all that is made of them is
 * named after their keys. Those that a plan tells of by themselves are under their keys here, as other changes are.
 */
export function renamedEntries(before: Topology, held: Topology): readonly Change[] {
  if ((before.mesh.names?.size ?? 0) + (held.mesh.names?.size ?? 0) === 0) return [];
  const known = new Set(outlineOf(before).map(keyOf));
  const entries = outlineOf(held).filter((entry) => known.has(keyOf(entry)));
  const told = entries.flatMap((entry) => {
    const list = lists[entry.kind];
    const was = list && calledOtherwise(before, held, list, entry.name);
    if (was === undefined) return [];
    return [renamed(entry, `it was called "${was}"`, entry.application === undefined ? [] : [entry.name])];
  });
  return [...told, ...renamedEvents(before, held, entries), ...renamedWords(before, held, told)];
}

function keyOf({ kind, environment, name }: Entry): string {
  return `${environment} ${kind} ${name}`;
}

const none: Names = new Map();

/** What an entry was called, where that is another name than now. */
function calledOtherwise(
  before: Topology,
  held: Topology,
  list: Exclude<NamedList, "events">,
  name: string,
): string | undefined {
  const [was, is] = [before, held].map(({ mesh: { names = none } }) => nameIn(names, list, name));
  return was === is ? undefined : was;
}

function renamed(
  { environment, kind, name }: Pick<Entry, "environment" | "kind" | "name">,
  reason: string,
  applications: readonly string[] = [],
): Change {
  const nothing = { effect: "NONE", basis: "proved", wave: 1, flows: [] } as const;
  return { environment, kind, name, action: "rename", ...nothing, reason, applications };
}

/** Events are told of with their domain. */
function renamedEvents(before: Topology, held: Topology, entries: readonly Entry[]): readonly Change[] {
  const [old, now] = [before.mesh.names ?? none, held.mesh.names ?? none];
  return entries.flatMap((entry) => {
    if (entry.kind !== "domain") return [];
    const had = before.mesh.domains.get(entry.name)?.events;
    const events = [...(held.mesh.domains.get(entry.name)?.events.keys() ?? [])];
    const words = events
      .filter((event) => had?.has(event))
      .map((event) => [old, now].map((names) => eventIn(names, entry.name, event)))
      .filter(([was, is]) => was !== is)
      .map(([was, is]) => `its event "${is}" was called "${was}"`);
    return words.length === 0 ? [] : [renamed(entry, words.join(", "))];
  });
}

/** Entries of which nothing is made, so that no other change tells of them. */
function renamedWords(before: Topology, held: Topology, told: readonly Change[]): readonly Change[] {
  const isTold = new Set(told.map(({ kind, name }) => `${kind} ${name}`));
  return (["teams", "policies", "links"] as const).flatMap((list) =>
    [...held.mesh[list].keys()].flatMap((name) => {
      const was = before.mesh[list].has(name) ? calledOtherwise(before, held, list, name) : undefined;
      if (was === undefined || isTold.has(`link ${name}`)) return [];
      const is = nameIn(held.mesh.names ?? none, list, name);
      const word = { teams: "team ", policies: "policy ", links: "" }[list];
      const kind = list === "links" ? "link" : "access";
      return [renamed({ environment: "", kind, name: `${word}${is}` }, `it was called "${was}"`)];
    }),
  );
}
