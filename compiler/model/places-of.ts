import type { Application, Broker } from "./mesh.ts";
import type { Topology } from "./topology.ts";

/** The brokers that an application may attach to, sorted by name. */
export function placesOf({ places }: Pick<Topology, "places">, { name }: Application): readonly Broker[] {
  return places.get(name)?.brokers ?? [];
}
