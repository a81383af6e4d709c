import type { AbstractBroker, AbstractMesh } from "./abstract-mesh.ts";
import type { Dice } from "./dice.ts";
import { createDice } from "./dice.ts";
import { isRandomHub } from "./random-brokers.ts";
import { repeated } from "./repeated.ts";

/** Anything that JSON can say, by key. */
export type Entry = Readonly<Record<string, unknown>>;

/** The entries of one section of a manifest, by name. */
export type Section = Readonly<Record<string, Entry>>;

/** Texts of a manifest's files by name; the root file is `mesh.yaml`. */
export type ManifestFiles = Readonly<Record<string, string>>;

/** Name of the file that is to be laid over the others, where there is one. */
export const overlay = "overlay.yaml";

const inheriting = ["environments", "brokers", "domains", "applications"];
const repeatable = ["environments", "brokers", "applications", "links"];

/** Keys that a section's `defaults` may take over. */
const inheritable: Readonly<Record<string, readonly string[]>> = {
  environments: ["platform", "region", "residency", "dialable"],
  brokers: ["engine", "environment", "role", "uplink", "storage"],
  domains: ["owner", "share", "residency", "classification", "delivery", "home", "offline"],
  applications: ["team", "broker", "protocol", "group", "durable", "subscribe"],
};

/** Writes a mesh as one plain manifest file: nothing inherited, nothing repeated, nothing included. */
export function plainManifest(mesh: AbstractMesh): ManifestFiles {
  return { "mesh.yaml": print({ apiVersion: "meshc/v1", mesh: { name: "oracle" }, ...sectionsOf(mesh) }) };
}

/** Writes a mesh as a manifest that means the same in one of many ways, chosen by the seed. */
export function variedManifest(mesh: AbstractMesh, seed: number): ManifestFiles {
  const dice = createDice(seed ^ 0x5eed);
  const files: Record<string, string> = {};
  const defaults: Record<string, Entry> = {};
  const sections: Record<string, Section> = sectionsOf(mesh);
  for (const [name, section] of Object.entries(sections)) {
    let written = section;
    if (inheriting.includes(name) && dice.chance(0.4)) {
      const [key] = dice.shuffle(inheritable[name] ?? []);
      const taken = inherited(dice, written, key ?? "");
      written = taken.section;
      if (taken.value !== undefined) defaults[name] = { [key ?? ""]: taken.value };
    }
    if (repeatable.includes(name) && dice.chance(0.4)) written = repeated(dice, name, written, files);
    sections[name] = shuffled(dice, written);
  }
  const root = {
    apiVersion: "meshc/v1",
    mesh: { name: "oracle" },
    ...(Object.keys(defaults).length > 0 && { defaults }),
  };
  if (dice.chance(0.3)) files[overlay] = print({ apiVersion: "meshc/v1", ...laidOver(dice, sections) });
  return { ...files, ...spread(dice, root, sections) };
}

function sectionsOf(mesh: AbstractMesh): Record<string, Section> {
  const environments: Record<string, Entry> = {};
  for (const [name, environment] of Object.entries(mesh.environments)) {
    environments[name] = { platform: "local", ...environment };
  }
  const brokers: Record<string, Entry> = {};
  for (const [index, [name, broker]] of Object.entries(mesh.brokers).entries()) {
    brokers[name] = brokerEntry(broker, index, isRandomHub(mesh.environments, broker));
  }
  return {
    teams: Object.fromEntries(mesh.teams.map((team) => [team, {}])),
    environments,
    brokers,
    domains: entriesOf(mesh.domains),
    applications: entriesOf(mesh.applications),
    links: entriesOf(mesh.links),
    policies: entriesOf(mesh.policies),
  };
}

/** All brokers stand on this machine, each on ports of its own; only a hub has gateways, and only what may be one of several is clustered. */
function brokerEntry(broker: AbstractBroker, index: number, isHub: boolean): Entry {
  const from = 20000 + index * 100;
  if (broker.engine === "mosquitto") return { ...broker, listeners: { mqtt: from + 50, connect: from + 60 } };
  const listeners = {
    nats: from,
    mqtt: from + 50,
    management: from + 10,
    ...(isHub && { gateway: from + 20 }),
    ...((isHub || broker.replicas !== undefined) && { cluster: from + 40 }),
    leafnode: from + 30,
  };
  return { engine: "nats", ...broker, listeners };
}

function entriesOf(entries: Readonly<Record<string, object>>): Section {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, { ...entry }]));
}

/** Moves the value that one entry has for a key into the defaults; entries without one then have to unset it. */
function inherited(dice: Dice, section: Section, key: string): { section: Section; value: unknown } {
  const values = Object.values(section).flatMap((entry) => (key in entry ? [entry[key]] : []));
  if (values.length === 0) return { section, value: undefined };
  const value = dice.pick(values);
  const changed = Object.entries(section).map(([name, entry]) => {
    if (!(key in entry)) return [name, { ...entry, [key]: null }];
    if (JSON.stringify(entry[key]) !== JSON.stringify(value) || dice.chance(0.2)) return [name, entry];
    return [name, Object.fromEntries(Object.entries(entry).filter(([other]) => other !== key))];
  });
  return { section: Object.fromEntries(changed), value };
}

/**
 * Spoils some entries, in place: takes a key away or gives it another value, or adds an entry that should not be
 * there. Gives back the patch that mends them.
 */
function laidOver(dice: Dice, sections: Record<string, Section>): Record<string, Record<string, unknown>> {
  const patch: Record<string, Record<string, unknown>> = { teams: { ghost: null }, brokers: { ghost: null } };
  sections["teams"] = { ...sections["teams"], ghost: { description: "goes away" } };
  sections["brokers"] = { ...sections["brokers"], ghost: { environment: "nowhere", engine: "kafka" } };
  for (const [section, entries] of Object.entries(sections)) {
    const [name] = dice.shuffle(Object.keys(entries).filter((one) => one !== "ghost"));
    const entry = entries[name ?? ""];
    const keys = Object.entries(entry ?? {}).filter(([key, value]) => value !== null && key !== "each");
    if (name === undefined || !entry || keys.length === 0) continue;
    const [key, value] = dice.pick(keys);
    const spoilt = Object.fromEntries(Object.entries(entry).filter(([other]) => other !== key));
    const isPlain = typeof value === "string" || Array.isArray(value);
    sections[section] = {
      ...entries,
      [name]: isPlain && dice.chance(0.5) ? { ...spoilt, [key]: "spoilt" } : spoilt,
    };
    patch[section] = { ...patch[section], [name]: { [key]: value } };
  }
  return patch;
}

function shuffled(dice: Dice, section: Section): Section {
  return Object.fromEntries(dice.shuffle(Object.entries(section)));
}

/** Spreads the entries of all sections over the root file and up to two that it includes. */
function spread(dice: Dice, root: Entry, sections: Record<string, Section>): ManifestFiles {
  const names = dice.some(["parts/one.yaml", "parts/two.yaml"], 0, 2);
  if (names.length === 0) return { "mesh.yaml": print({ ...root, ...sections }) };
  const parts = new Map<string, Record<string, Record<string, Entry>>>();
  for (const file of ["mesh.yaml", ...names]) parts.set(file, {});
  for (const [section, entries] of Object.entries(sections)) {
    for (const [name, entry] of Object.entries(entries)) {
      const part = parts.get(dice.pick([...parts.keys()])) ?? {};
      part[section] = { ...part[section], [name]: entry };
    }
  }
  const [first = "", second] = names;
  const nested = second !== undefined && dice.chance(0.5);
  const include = dice.chance(0.5) && !nested ? ["parts/*.yaml"] : nested ? [first] : names;
  const files: Record<string, string> = {
    "mesh.yaml": print({ ...root, include, ...parts.get("mesh.yaml") }),
  };
  for (const name of names) {
    const below =
      nested && name === first && second !== undefined ? { include: [second.replace("parts/", "")] } : {};
    files[name] = print({ apiVersion: "meshc/v1", ...below, ...parts.get(name) });
  }
  return files;
}

function print(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
