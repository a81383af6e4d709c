import { suggest } from "../diagnostics/suggest.ts";
import { namedTopology } from "../model/named-topology.ts";
import { nameIn, type Names, reversed } from "../model/names.ts";
import type { Topology } from "../model/topology.ts";
import { type LossKind, lossKey } from "./loss-key.ts";

/** What may be lost, as `lossKey` names it, with groups likewise. */
export interface MayLose {
  readonly keys: ReadonlySet<string>;
  /** Names that several have. */
  readonly ambiguous: readonly { readonly name: string; readonly kinds: readonly LossKind[] }[];
  /** Names that nothing has, each with what may have been meant. */
  readonly unknown: readonly { readonly name: string; readonly suggestion: string | undefined }[];
}

const kinds: readonly LossKind[] = ["application", "broker", "domain"];

const listOf = { application: "applications", broker: "brokers", domain: "domains" } as const;

/**
 * What a user lets be lost, by the names that entries have in `names` or else in the meshes: each is a name, of which there
 * has to be one in the meshes, or a name behind its kind, such as `domain/orders`. What no mesh has is nothing to lose.
 */
export function mayLoseOf(
  written: Iterable<string>,
  meshes: readonly (Topology | undefined)[],
  names: Names = new Map(),
): MayLose {
  const keys = new Set<string>();
  const ambiguous: MayLose["ambiguous"][number][] = [];
  const unknown: MayLose["unknown"][number][] = [];
  const known = knownIn(meshes, names);
  const entries = reversed(names);
  const keyOf = (kind: LossKind, name: string) => lossKey(kind, nameIn(entries, listOf[kind], name));
  for (const said of written) {
    if (!known.has(said)) unknown.push({ name: said, suggestion: meant(said, known) });
    const kind = kinds.find((one) => said.startsWith(`${one}/`));
    if (kind !== undefined) {
      keys.add(keyOf(kind, said.slice(kind.length + 1)));
      continue;
    }
    const found = kindsOf(said, meshes, names);
    if (found.length > 1) ambiguous.push({ name: said, kinds: found });
    for (const one of found) keys.add(keyOf(one, said));
  }
  for (const group of groupsLost(keys, meshes)) keys.add(`group ${group}`);
  return { keys, ambiguous, unknown };
}

/** All that a user can say: names behind their kinds, names alone, and those of what keeps events or carries them beside. */
function knownIn(meshes: readonly (Topology | undefined)[], names: Names): ReadonlySet<string> {
  const known = new Set<string>();
  for (const mesh of meshes) {
    if (!mesh) continue;
    const topology = namedTopology(mesh, names);
    for (const kind of kinds)
      for (const name of topology.mesh[listOf[kind]].keys()) known.add(name).add(`${kind}/${name}`);
    for (const { broker } of topology.brokers.values())
      for (const { name } of broker.instances) known.add(name);
    for (const { name } of topology.links) known.add(name);
  }
  return known;
}

/** What may have been meant: the same name behind the kind that it has, else one that is written nearly so. */
function meant(written: string, known: ReadonlySet<string>): string | undefined {
  const name = written.slice(written.indexOf("/") + 1);
  const own = kinds.map((kind) => `${kind}/${name}`).find((one) => known.has(one));
  return own ?? suggest(written, known);
}

/** Groups of which a member may be lost and that the last mesh has no more: what they share is lost with it. */
function groupsLost(
  keys: ReadonlySet<string>,
  meshes: readonly (Topology | undefined)[],
): ReadonlySet<string> {
  const groups = new Set<string>();
  for (const topology of meshes)
    for (const { name, group } of topology?.mesh.applications.values() ?? [])
      if (group !== undefined && keys.has(lossKey("application", name))) groups.add(group);
  if (groups.size > 0)
    for (const { group } of meshes.at(-1)?.mesh.applications.values() ?? [])
      if (group !== undefined) groups.delete(group);
  return groups;
}

/** What is called so in some meshes. */
export function kindsOf(
  name: string,
  meshes: readonly (Topology | undefined)[],
  names: Names = new Map(),
): readonly LossKind[] {
  const entries = reversed(names);
  const isThere = (kind: LossKind, key: string) =>
    nameIn(names, listOf[kind], key) === name &&
    meshes.some((topology) => topology?.mesh[listOf[kind]].has(key));
  return kinds.filter((kind) => isThere(kind, nameIn(entries, listOf[kind], name)));
}

/** How something is named to be lost: by its name alone where nothing else has it. */
export function lossName(
  kind: string,
  name: string,
  meshes: readonly (Topology | undefined)[],
  names: Names = new Map(),
): string {
  return kindsOf(name, meshes, names).length > 1 ? `${kind}/${name}` : name;
}
