import type { Topology } from "../model/topology.ts";
import { type LossKind, lossKey } from "./loss-key.ts";

/** What may be lost, as `lossKey` names it, with groups likewise, and names that several have. */
export interface MayLose {
  readonly keys: ReadonlySet<string>;
  readonly ambiguous: readonly { readonly name: string; readonly kinds: readonly LossKind[] }[];
}

const kinds: readonly LossKind[] = ["application", "broker", "domain"];

/**
 * What a user lets be lost: each is a name, of which there has to be one in the meshes, or a name behind its kind, such as
 * `domain/orders`. What no mesh has is nothing to lose.
 */
export function mayLoseOf(names: Iterable<string>, meshes: readonly (Topology | undefined)[]): MayLose {
  const keys = new Set<string>();
  const ambiguous: MayLose["ambiguous"][number][] = [];
  for (const written of names) {
    const kind = kinds.find((one) => written.startsWith(`${one}/`));
    if (kind !== undefined) {
      keys.add(lossKey(kind, written.slice(kind.length + 1)));
      continue;
    }
    const found = kindsOf(written, meshes);
    if (found.length > 1) ambiguous.push({ name: written, kinds: found });
    for (const one of found) keys.add(lossKey(one, written));
  }
  for (const group of groupsLost(keys, meshes)) keys.add(`group ${group}`);
  return { keys, ambiguous };
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

/** What has a name in some meshes. */
export function kindsOf(name: string, meshes: readonly (Topology | undefined)[]): readonly LossKind[] {
  const has = { application: "applications", broker: "brokers", domain: "domains" } as const;
  return kinds.filter((kind) => meshes.some((topology) => topology?.mesh[has[kind]].has(name)));
}

/** How something is named to be lost: by its name alone where nothing else has it. */
export function lossName(kind: string, name: string, meshes: readonly (Topology | undefined)[]): string {
  return kindsOf(name, meshes).length > 1 ? `${kind}/${name}` : name;
}
