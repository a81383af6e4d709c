import type { AbstractMesh } from "./abstract-mesh.ts";
import { mayBeAt } from "./crossing.ts";
import { isOpenAbove } from "./places.ts";
import { replicasAt } from "./stored-terms.ts";
import type { Catalog, Use } from "./uses.ts";
import type { DecidedDurable, DecidedMirror, DecidedStream } from "./verdict.ts";
import type { Wiring } from "./wiring.ts";
import { isHub } from "./wiring.ts";

/** Brokers that have copies where they are read: those with storage, and those where something is at home. */
export function copyingBrokers(
  { brokers }: AbstractMesh,
  streams: readonly DecidedStream[],
): readonly string[] {
  const homes = streams.map(({ home }) => home);
  return Object.keys(brokers).filter((name) => homes.includes(name) || brokers[name]?.storage !== undefined);
}

/**
 * Where each durable is kept: at the one place of all who read by it, if that stores and all of the stream may be
 * there, which then has a copy; else at home. To an edge all of it must be able to come, whatever that and those above
 * it dial.
 */
export function decideMirrors(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  wiring: Wiring,
  streams: readonly DecidedStream[],
  durables: readonly DecidedDurable[],
): { readonly mirrors: readonly DecidedMirror[]; readonly durables: readonly DecidedDurable[] } {
  const storing = copyingBrokers(catalog.mesh, streams);
  const kept = durables.map((durable) => {
    const stream = streams.find(({ name }) => name === durable.stream);
    const places = new Set(durable.applications.flatMap((name) => uses.get(name)?.places ?? []));
    const [place, ...others] = places;
    if (!stream || place === undefined || others.length > 0 || !storing.includes(place)) return durable;
    if (!mayCopy(catalog, wiring, stream, place)) return durable;
    const edge = isHub(catalog.mesh, place) ? {} : { edge: place };
    return { ...durable, mirror: `${stream.name}_at_${place}`, ...edge };
  });
  const mirrors = streams.flatMap(({ name: stream }) =>
    storing.flatMap((broker): readonly DecidedMirror[] => {
      const name = `${stream}_at_${broker}`;
      const readers = kept
        .filter(({ mirror }) => mirror === name)
        .flatMap(({ applications }) => applications);
      const replicas = replicasAt(catalog.mesh, broker);
      const all = [...new Set(readers)].toSorted();
      return all.length > 0 ? [{ name, stream, broker, readers: all, replicas }] : [];
    }),
  );
  return { mirrors, durables: kept };
}

function mayCopy(catalog: Catalog, wiring: Wiring, stream: DecidedStream, broker: string): boolean {
  const own = catalog.events.filter(({ id }) => stream.events.includes(id));
  if (!isHub(catalog.mesh, broker)) return isOpenAbove(catalog, wiring, own, broker);
  return broker !== stream.home && own.every((event) => mayBeAt(catalog.mesh, event, broker));
}
