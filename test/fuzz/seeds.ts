import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { errorFixtures } from "../harness/error-fixtures.ts";
import { parse, stringify } from "yaml";
import type { Dice } from "../oracle/dice.ts";
import type { Data } from "./leaves.ts";
import { mutateBytes, mutateData, mutateText } from "./mutate.ts";

/** A manifest that mutations start from, all of its files by name. */
export interface FuzzSeed {
  readonly root: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly overlays: readonly string[];
}

/** The examples, and every failing fixture. */
export function fuzzSeeds(): readonly FuzzSeed[] {
  const examples = readdirSync("examples").map((name) => ({
    root: "mesh.yaml",
    files: filesOf(join("examples", name), () => true),
    overlays: [],
  }));
  const fixtures = errorFixtures().map(({ folder, root, overlays }) => ({
    root,
    files: filesOf(folder, (name) => root === "mesh.yaml" || name === root),
    overlays,
  }));
  return [...examples, ...fixtures].filter(({ root, files }) => Object.hasOwn(files, root));
}

function filesOf(folder: string, wanted: (name: string) => boolean): FuzzSeed["files"] {
  const names = statSync(folder).isDirectory()
    ? readdirSync(folder, { recursive: true, encoding: "utf8" })
    : [];
  const yaml = names.filter((name) => name.endsWith(".yaml") && wanted(name));
  return Object.fromEntries(yaml.map((name) => [name, readFileSync(join(folder, name))]));
}

/** A manifest with one of its files changed: mostly as data, so that what comes out is still a manifest. */
export function mutant(seed: FuzzSeed, dice: Dice): FuzzSeed {
  const name = dice.pick(Object.keys(seed.files));
  const bytes = seed.files[name] ?? new Uint8Array();
  return { ...seed, files: { ...seed.files, [name]: mutateFile(bytes, dice) } };
}

function mutateFile(bytes: Uint8Array, dice: Dice): Uint8Array {
  const text = new TextDecoder().decode(bytes);
  if (dice.chance(0.04)) return mutateBytes(bytes, dice);
  if (dice.chance(0.12)) return new TextEncoder().encode(mutateText(text, dice));
  try {
    return new TextEncoder().encode(stringify(mutateData(parse(text, { logLevel: "error" }) as Data, dice)));
  } catch {
    return new TextEncoder().encode(mutateText(text, dice));
  }
}
