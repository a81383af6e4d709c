import { compare, sortedByName } from "../model/compare.ts";
import type { Event } from "../model/mesh.ts";
import type { Durable, Mirror, Places, Stream } from "../model/topology.ts";
import type { Placed } from "./pins.ts";
import { replicasOf } from "./replicas-of.ts";

/**
 * Copies of streams where they are read, and the durables with those that are kept in a copy. Where all who read by a
 * durable are at one broker that stores, it is kept there: while the link to the home is cut they read on, and what is
 * acknowledged in that time is not given out again. One that is read in several places is kept at home. A copy holds
 * all of its stream, so there is none where its events may not be, nor at an edge that they cannot come to. Its name cannot be a stream's: `_` parts the names of domain and event, of which a stream has two at most.
 */
export function synthesizeMirrors(
  places: ReadonlyMap<string, Places>,
  placed: ReadonlyMap<string, Placed>,
  streams: readonly Stream[],
  durables: readonly Durable[],
  whyNotAt: (events: readonly Event[]) => (broker: string) => string | undefined,
): { readonly mirrors: readonly Mirror[]; readonly durables: readonly Durable[] } {
  const byName = new Map(streams.map((stream) => [stream.name, stream]));
  const homes = new Set(streams.map(({ home }) => home));
  const mirrors = new Map<string, Mirror>();
  const kept = durables.map((durable) => {
    const stream = byName.get(durable.stream);
    const place = stream && placeOfMirror({ places, placed, homes, whyNotAt }, stream, durable);
    if (!stream || !place) return durable;
    const name = `${stream.name}_at_${place.broker.name}`;
    const known = mirrors.get(name)?.readers ?? [];
    const readers = [...new Set([...known, ...durable.applications])].toSorted(compare);
    mirrors.set(name, {
      name,
      stream,
      broker: place.broker.name,
      replicas: replicasOf(place.broker),
      readers,
    });
    return { ...durable, mirror: name, ...(place.role === "edge" && { edge: place.broker.name }) };
  });
  return { mirrors: sortedByName(mirrors.values()), durables: kept };
}

interface Ground {
  readonly places: ReadonlyMap<string, Places>;
  readonly placed: ReadonlyMap<string, Placed>;
  /** Brokers where a stream is at home, which store whether or not the manifest gives them storage. */
  readonly homes: ReadonlySet<string>;
  /** What keeps one of some events from a broker, or from a link on a way to it, if anything does. */
  readonly whyNotAt: (events: readonly Event[]) => (broker: string) => string | undefined;
}

function placeOfMirror(
  { places, placed, homes, whyNotAt }: Ground,
  stream: Stream,
  { applications }: Durable,
): Placed | undefined {
  const brokers = applications.flatMap((name) => places.get(name)?.brokers.map(({ name: at }) => at) ?? []);
  const [broker = "", ...others] = new Set(brokers);
  const place = others.length === 0 ? placed.get(broker) : undefined;
  if (!place) return undefined;
  const stores = place.broker.storage !== undefined || homes.has(broker);
  if (!stores || place.broker.name === stream.home) return undefined;
  return whyNotAt(stream.events)(broker) === undefined ? place : undefined;
}
