import * as codes from "../diagnostics/codes/load.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { MapEntry, MapNode } from "../model/documents.ts";
import { describe } from "./describe.ts";
import { inherit, type Merging } from "./inherit.ts";
import type { LoadContext } from "./load-context.ts";
import { partOf } from "./part-of.ts";

const sections = ["environments", "brokers", "domains", "applications"];

/** What an event inherits from its domain: all that a domain says about its events. */
const eventKeys = [
  "delivery",
  "order",
  "duplicates",
  "retention",
  "home",
  "share",
  "residency",
  "classification",
  "offline",
  "compatibility",
];

/** Fills in what entries inherit from `defaults`, and events from their domain; `defaults` itself is gone then. */
export function applyDefaults(context: LoadContext, root: MapNode): MapNode {
  const defaults = readDefaults(context, root);
  const entries = new Map(root.entries);
  entries.delete("defaults");
  for (const section of sections) {
    const entry = entries.get(section);
    if (entry?.value.kind !== "map") continue;
    const inherited = defaults.get(section) ?? new Map<string, MapEntry>();
    const unset = new Map<string, MapEntry>();
    const value = fillSection(context, section, entry.value, inherited, unset);
    entries.set(section, { ...entry, value });
    if (unset.size > 0) context.workedIn.push(partOf(root, section, entry, unset));
  }
  return { ...root, entries };
}

function readDefaults(
  context: LoadContext,
  root: MapNode,
): ReadonlyMap<string, ReadonlyMap<string, MapEntry>> {
  const found = new Map<string, ReadonlyMap<string, MapEntry>>();
  const entry = root.entries.get("defaults");
  if (!entry) return found;
  const node = entry.value;
  if (node.kind !== "map") {
    const parameters = { what: "`defaults`", expected: "a map", found: describe(node) };
    context.report(codes.unexpectedShape, parameters, node.span);
    return found;
  }
  context.workedIn.push(partOf(root, "defaults", entry, node.entries));
  for (const [section, { key, value }] of node.entries) {
    if (!sections.includes(section)) {
      const suggestion = suggest(section, sections);
      context.report(codes.unknownDefaults, { section, ...(suggestion ? { suggestion } : {}) }, key);
    } else if (value.kind === "map") found.set(section, value.entries);
    else {
      const parameters = { what: `\`defaults.${section}\``, expected: "a map", found: describe(value) };
      context.report(codes.unexpectedShape, parameters, value.span);
    }
  }
  return found;
}

/** Fills in the entries of a section; those in which a `null` unsets something are added to `unset` as written. */
function fillSection(
  context: LoadContext,
  section: string,
  map: MapNode,
  inherited: ReadonlyMap<string, MapEntry>,
  unset: Map<string, MapEntry>,
): MapNode {
  const entries = new Map<string, MapEntry>();
  for (const [name, entry] of map.entries) {
    if (entry.value.kind !== "map") {
      entries.set(name, entry);
      continue;
    }
    const merging: Merging = {
      afford: (count) => context.affordsValues(count, map.span),
      unset: () => unset.set(name, entry),
    };
    const filled = inherit(entry.value, inherited, merging);
    entries.set(name, {
      key: entry.key,
      value: section === "domains" ? fillEvents(filled, merging) : filled,
    });
  }
  return { ...map, entries };
}

function fillEvents(domain: MapNode, merging: Merging): MapNode {
  const events = domain.entries.get("events");
  if (events?.value.kind !== "map") return domain;
  const inherited = new Map<string, MapEntry>();
  for (const key of eventKeys) {
    const entry = domain.entries.get(key);
    if (entry) inherited.set(key, entry);
  }
  const filled = new Map<string, MapEntry>();
  for (const [name, event] of events.value.entries) {
    const value = event.value.kind === "map" ? inherit(event.value, inherited, merging) : event.value;
    filled.set(name, { key: event.key, value });
  }
  const entries = new Map(domain.entries);
  entries.set("events", { key: events.key, value: { ...events.value, entries: filled } });
  return { ...domain, entries };
}
