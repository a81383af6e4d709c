import type { Application } from "../../compiler/model/mesh.ts";
import { placesOf } from "../../compiler/model/places-of.ts";
import type { Topology } from "../../compiler/model/topology.ts";

/** Where an application attaches, as part of a sentence: `at core`, `at core, oslo or west`. */
export function placesText(topology: Topology, application: Application): string {
  const names = placesOf(topology, application).map(({ name }) => name);
  const [last = "no broker"] = names.slice(-1);
  return `at ${names.length > 1 ? `${names.slice(0, -1).join(", ")} or ` : ""}${last}`;
}
