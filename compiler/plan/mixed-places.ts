import { sortedByName } from "../model/compare.ts";
import type { Broker, Mesh } from "../model/mesh.ts";
import type { Places } from "../model/topology.ts";
import type { Followed } from "./followed.ts";

/** Where each application may attach: at a broker whose own topology lets it. */
export function mixedPlaces(
  { topologies, follows }: Followed,
  { applications, brokers }: Mesh,
): ReadonlyMap<string, Places> {
  const places = new Map<string, Places>();
  for (const application of applications.keys()) {
    const at: Broker[] = [];
    const others = new Map<string, string>();
    for (const topology of topologies) {
      const own = topology.places.get(application);
      for (const { name } of own?.brokers ?? []) {
        const broker = follows(name, topology) ? brokers.get(name) : undefined;
        if (broker) at.push(broker);
      }
      for (const [broker, why] of own?.others ?? []) if (follows(broker, topology)) others.set(broker, why);
    }
    places.set(application, { brokers: sortedByName(at), others });
  }
  return places;
}
