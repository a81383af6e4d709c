import type { AbstractMesh } from "./abstract-mesh.ts";
import type { Catalog, Use } from "./uses.ts";
import { mayBeIn } from "./uses.ts";
import type { DecidedDurable, DecidedMirror, DecidedStream } from "./verdict.ts";
import { isHub } from "./wiring.ts";

/** Brokers that store: those with storage, and those where something is at home. */
export function storingBrokers(
  { brokers }: AbstractMesh,
  streams: readonly DecidedStream[],
): readonly string[] {
  const homes = streams.map(({ home }) => home);
  return Object.keys(brokers).filter((name) => homes.includes(name) || brokers[name]?.storage !== undefined);
}

/**
 * Where each durable is kept: at the one place of all who read by it, if that is a hub that stores and where all of the
 * stream may be, which then has a copy; else at home.
 */
export function decideMirrors(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  streams: readonly DecidedStream[],
  durables: readonly DecidedDurable[],
): { readonly mirrors: readonly DecidedMirror[]; readonly durables: readonly DecidedDurable[] } {
  const storing = storingBrokers(catalog.mesh, streams);
  const kept = durables.map((durable) => {
    const stream = streams.find(({ name }) => name === durable.stream);
    const places = new Set(durable.applications.flatMap((name) => uses.get(name)?.places ?? []));
    const copies = stream ? storing.filter((hub) => mayCopy(catalog, stream, hub)) : [];
    const [place] = copies.filter((hub) => places.size === 1 && places.has(hub));
    return place === undefined ? durable : { ...durable, mirror: `${durable.stream}_at_${place}` };
  });
  const mirrors = streams.flatMap(({ name: stream }) =>
    storing.flatMap((broker): readonly DecidedMirror[] => {
      const name = `${stream}_at_${broker}`;
      const readers = kept
        .filter(({ mirror }) => mirror === name)
        .flatMap(({ applications }) => applications);
      return readers.length > 0 ? [{ name, stream, broker, readers: [...new Set(readers)].toSorted() }] : [];
    }),
  );
  return { mirrors, durables: kept };
}

function mayCopy({ mesh, events }: Catalog, stream: DecidedStream, hub: string): boolean {
  const residency = mesh.environments[mesh.brokers[hub]?.environment ?? ""]?.residency;
  const own = events.filter(({ id }) => stream.events.includes(id));
  return isHub(mesh, hub) && hub !== stream.home && own.every((event) => mayBeIn(event, residency));
}
