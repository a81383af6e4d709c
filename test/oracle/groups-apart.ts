import { readByDurable } from "./durables.ts";
import { engineOf } from "./unlike-engines.ts";
import type { Catalog, Use } from "./uses.ts";
import type { Finding } from "./verdict.ts";

/**
 * Groups that would get a topic more than once: all NATS brokers together give it to one member, each Mosquitto gives it to
 * one of those at itself.
 */
export function apartFindings(catalog: Catalog, uses: ReadonlyMap<string, Use>): readonly Finding[] {
  const { mesh } = catalog;
  const groups = new Set(Object.values(mesh.applications).flatMap(({ group }) => group ?? []));
  const giverOf = (place: string) => (engineOf(mesh, place) === "nats" ? "all of NATS" : place);
  return [...groups].flatMap((group): readonly Finding[] => {
    const members = [...uses].filter(([name]) => mesh.applications[name]?.group === group);
    const givers = new Map<string, Set<string>>();
    for (const [name, use] of members) {
      const stored = readByDurable(catalog, name, use);
      for (const [event, topics] of use.subscribe) {
        if (stored.includes(event)) continue;
        for (const topic of topics)
          for (const place of use.places) {
            const key = `${event} ${topic}`;
            givers.set(key, (givers.get(key) ?? new Set()).add(giverOf(place)));
          }
      }
    }
    const twice = [...givers].filter(([, from]) => from.size > 1).map(([key]) => key.split(" ")[0] ?? "");
    const oneOf = [...new Set(twice)].map((event) => `each "${event}"`);
    return oneOf.length > 0 ? [{ category: "apart", names: [group], oneOf }] : [];
  });
}
