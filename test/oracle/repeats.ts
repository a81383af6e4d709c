import { isStored } from "./stored-terms.ts";
import type { Catalog, Use } from "./uses.ts";
import { mayBeIn } from "./uses.ts";
import type { DecidedDurable, DecidedStream, Finding } from "./verdict.ts";
import { isHub } from "./wiring.ts";

/** Readers that can get an event twice which should come to nobody twice. */
export function repeatFindings(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  streams: readonly DecidedStream[],
  durables: readonly DecidedDurable[],
): readonly Finding[] {
  const { mesh, events } = catalog;
  return events
    .filter(({ duplicates }) => duplicates === "none")
    .flatMap((event) => {
      const readers = [...uses].filter(([, use]) => use.subscribe.has(event.id)).map(([name]) => name);
      const repeated = readers.filter((name) => {
        const durable = durables.find(
          ({ applications, events: read }) => applications.includes(name) && read.includes(event.id),
        );
        const kept = durable && placeOf(catalog, uses, streams, durable);
        if (durable) return uses.get(name)?.places.some((place) => place !== kept) ?? false;
        return isStored(event) || mesh.applications[name]?.group !== undefined;
      });
      return repeated.map((name): Finding => ({ category: "repeats", names: [name, event.id] }));
    });
}

/** The broker that keeps a durable: the one where all who read by it are, if that is a hub that stores and may; else the home. */
function placeOf(
  { mesh, events }: Catalog,
  uses: ReadonlyMap<string, Use>,
  streams: readonly DecidedStream[],
  durable: DecidedDurable,
) {
  const stream = streams.find(({ name }) => name === durable.stream);
  const brokers = [...new Set(durable.applications.flatMap((name) => uses.get(name)?.places ?? []))];
  const [only = ""] = brokers;
  const residency = mesh.environments[mesh.brokers[only]?.environment ?? ""]?.residency;
  const mayAll = events
    .filter(({ id }) => stream?.events.includes(id))
    .every((event) => mayBeIn(event, residency));
  const stores = mesh.brokers[only]?.storage !== undefined && isHub(mesh, only);
  return brokers.length === 1 && stores && mayAll ? only : stream?.home;
}
