import { compare, sortedByName } from "../model/compare.ts";
import type { Mesh } from "../model/mesh.ts";
import { residencyAllows } from "../model/residency.ts";
import type { Durable, Mirror, Stream } from "../model/topology.ts";
import { type Placed, replicasOf } from "./pins.ts";

/**
 * Copies of streams where they are read, and the durables with those that are kept in a copy. An application that has
 * one place, at a hub that stores, has its durable there: while the link to the home is cut it reads on, and what is
 * acknowledged in that time is not given out again. Who shares a durable over several places reads at home. A copy
 * holds all of its stream, so there is none where one of the events may not be.
 */
export function synthesizeMirrors(
  mesh: Mesh,
  placed: ReadonlyMap<string, Placed>,
  streams: readonly Stream[],
  durables: readonly Durable[],
): { readonly mirrors: readonly Mirror[]; readonly durables: readonly Durable[] } {
  const byName = new Map(streams.map((stream) => [stream.name, stream]));
  const mirrors = new Map<string, Mirror>();
  const kept = durables.map((durable) => {
    const stream = byName.get(durable.stream);
    const place = stream && placeOfMirror(mesh, placed, stream, durable);
    if (!stream || !place) return durable;
    const name = `${stream.name}_${place.broker.name}`;
    const readers = [...(mirrors.get(name)?.readers ?? []), ...durable.applications].toSorted(compare);
    mirrors.set(name, {
      name,
      stream,
      broker: place.broker.name,
      replicas: replicasOf(place.broker),
      readers,
    });
    return { ...durable, mirror: name };
  });
  return { mirrors: sortedByName(mirrors.values()), durables: kept };
}

function placeOfMirror(
  mesh: Mesh,
  placed: ReadonlyMap<string, Placed>,
  stream: Stream,
  { name, applications }: Durable,
): Placed | undefined {
  const [reader, ...others] = applications;
  const application = mesh.applications.get(reader ?? "");
  // A group is read at home though it may have one member now: another one would have to find the same place.
  if (!application || others.length > 0 || name !== application.name) return undefined;
  const place = placed.get(application.broker.name);
  const stores = place?.role === "hub" && place.broker.storage !== undefined;
  if (!stores || place.broker.name === stream.home) return undefined;
  const mayAllBeThere = stream.events.every((event) => residencyAllows(event, place.broker.environment));
  return mayAllBeThere ? place : undefined;
}
