import type { Dice } from "./dice.ts";
import type { Entry, Section } from "./to-manifest.ts";

/**
 * Writes some entries of a section as one template with `each`: those that have the same simple keys. What is not
 * simple, a map or a list of maps, is written out under the name that the template expands to. Rows may go to a
 * file of their own, which lies beside every file that could name it.
 */
export function repeated(
  dice: Dice,
  sectionName: string,
  section: Section,
  files: Record<string, string>,
): Section {
  const groups = new Map<string, string[]>();
  for (const [name, entry] of Object.entries(section)) {
    const shape = Object.keys(simplePart(entry)).toSorted().join(" ");
    groups.set(shape, [...(groups.get(shape) ?? []), name]);
  }
  const shapes = [...groups.keys()];
  if (shapes.length === 0) return section;
  const names = groups.get(dice.pick(shapes)) ?? [];
  const stem = commonStem(names);
  const rows = names.map((name) => ({
    ...simplePart(section[name] ?? {}),
    row: stem === undefined ? name : Number(name.slice(stem.length)),
  }));
  const template = Object.fromEntries(
    Object.keys(simplePart(section[names[0] ?? ""] ?? {})).map((key) => [key, `$(${key})`]),
  );
  const written: Record<string, Entry> = {};
  for (const [name, entry] of Object.entries(section)) {
    const left = names.includes(name) ? complexPart(entry) : entry;
    if (!names.includes(name) || Object.keys(left).length > 0) written[name] = left;
  }
  return {
    ...written,
    [`${stem ?? ""}$(row)`]: { each: placed(dice, sectionName, rows, files), ...template },
  };
}

function placed(
  dice: Dice,
  sectionName: string,
  rows: readonly Entry[],
  files: Record<string, string>,
): unknown {
  if (!dice.chance(0.25)) return rows;
  const file = `rows/${sectionName}.yaml`;
  const text = JSON.stringify(rows, undefined, 1);
  for (const folder of ["", "parts/"]) files[folder + file] = text;
  return { file };
}

/** What all names have before a number without leading zero, such as `site-`. */
function commonStem(names: readonly string[]): string | undefined {
  const stems = new Set(names.map((name) => /^(.*-)[1-9][0-9]*$/.exec(name)?.[1]));
  const [stem] = stems;
  return stems.size === 1 ? stem : undefined;
}

function simplePart(entry: Entry): Entry {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => isSimple(value)));
}

function complexPart(entry: Entry): Entry {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => !isSimple(value)));
}

function isSimple(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((item) => typeof item === "string");
  return ["string", "number", "boolean"].includes(typeof value);
}
