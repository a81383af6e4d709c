import type { Storing } from "./abstract-mesh.ts";
import { isOnTermsOf, isStored, keptOf, knownHome, replicasAt } from "./stored-terms.ts";
import type { PlainEvent } from "./topics.ts";
import type { Catalog, Use } from "./uses.ts";
import { mayBeIn } from "./uses.ts";
import type { DecidedStream, Finding } from "./verdict.ts";
import type { Wiring } from "./wiring.ts";
import { isHub } from "./wiring.ts";

/** Where stored events are at home: those of a domain together, those on terms of their own each by itself. */
export function decideStreams(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  wiring: Wiring,
): { readonly streams: readonly DecidedStream[]; readonly findings: readonly Finding[] } {
  const { mesh } = catalog;
  const streams: DecidedStream[] = [];
  const findings: Finding[] = [];
  for (const [domain, terms] of Object.entries(mesh.domains)) {
    const stored = catalog.events.filter((event) => event.domain === domain && isStored(event));
    const together = stored.filter((event) => isOnTermsOf(mesh, event, terms));
    const alone = stored.filter((event) => !together.includes(event));
    const kept: readonly (readonly [string, Storing, readonly PlainEvent[]])[] = [
      [domain, terms, together],
      ...alone.map((event) => [event.id.replace(".", "_"), event, [event]] as const),
    ];
    for (const [name, { retention, ...said }, events] of kept) {
      if (events.length === 0) continue;
      const named = knownHome(mesh, said);
      const allowed = hubsFor(catalog, events);
      const homes = named === undefined ? best(catalog, uses, wiring, allowed, events) : [named];
      const [home] = homes.filter((broker) => allowed.includes(broker));
      if (home === undefined) findings.push({ category: "home", names: [name, ...homes] });
      else
        streams.push({
          name,
          events: events.map(({ id }) => id).toSorted(),
          home,
          kept: keptOf(retention),
          replicas: replicasAt(mesh, home),
        });
    }
  }
  return { streams, findings };
}

function hubsFor({ mesh }: Catalog, events: readonly PlainEvent[]): readonly string[] {
  const residencyAt = (broker: string) =>
    mesh.environments[mesh.brokers[broker]?.environment ?? ""]?.residency;
  return Object.keys(mesh.brokers)
    .filter((name) => isHub(mesh, name))
    .filter((name) => events.every((event) => mayBeIn(event, residencyAt(name))));
}

/** Of some hubs the one that beats all others: by storage, by how many publishers attach to it, by name. */
function best(
  { mesh }: Catalog,
  uses: ReadonlyMap<string, Use>,
  wiring: Wiring,
  hubs: readonly string[],
  events: readonly PlainEvent[],
): readonly string[] {
  const publishers = [...uses].filter(([, { publish }]) => events.some(({ id }) => publish.has(id)));
  const attached = publishers.flatMap(([, { places }]) => [
    ...new Set(places.map((at) => topOf(wiring, at))),
  ]);
  const beats = (hub: string, other: string) => {
    const [storesHere, storesThere] = [hub, other].map((name) => mesh.brokers[name]?.storage !== undefined);
    if (storesHere !== storesThere) return storesHere;
    const [here = 0, there = 0] = [hub, other].map((name) => attached.filter((top) => top === name).length);
    return here === there ? hub < other : here > there;
  };
  return hubs.filter((hub) => hubs.every((other) => other === hub || beats(hub, other)));
}

/** Where a broker's uplinks lead while each is on its first target; of two, which are a circle, the first by name. */
function topOf({ leaves }: Wiring, broker: string): string {
  let top = broker;
  const byName = leaves.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  for (let step = 0; step <= leaves.length; step++) {
    top = byName.find(({ dialer }) => dialer === top)?.targets[0] ?? top;
  }
  return top;
}
