import type { Mesh } from "../model/mesh.ts";
import { type NamedList, type Names, nameIn } from "../model/names.ts";
import type { Topology } from "../model/topology.ts";

/**
 * What a plan calls the entries of two meshes: as the one that is to hold does, and those that it has no more as they were
 * called.
 */
export function planNames(before: Topology | undefined, held: Topology): Names {
  const [old, now] = [before?.mesh.names ?? none, held.mesh.names ?? none];
  const gone = [...old].filter(([entry]) => !now.has(entry) && !isIn(held.mesh, entry));
  return gone.length === 0 ? now : new Map([...gone, ...now]);
}

/** What an entry is called in a mesh of which it is said what becomes of it. */
export function shownIn({ mesh }: Topology, list: Exclude<NamedList, "events">, name: string): string {
  return nameIn(mesh.names ?? none, list, name);
}

const none: Names = new Map();

function isIn(mesh: Mesh, entry: string): boolean {
  const [list = "", name = ""] = entry.split(" ");
  if (list !== "events") return mesh[list as Exclude<NamedList, "events">].has(name);
  const [domain = "", event = ""] = name.split(".");
  return mesh.domains.get(domain)?.events.has(event) ?? false;
}
