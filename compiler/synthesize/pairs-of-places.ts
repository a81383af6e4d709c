import { compare } from "../model/compare.ts";
import type { Application, Broker, Policy } from "../model/mesh.ts";
import type { LinkGraph } from "../model/route.ts";
import type { PlacesOf } from "./needs.ts";

/** Pairs of places that are all listed; two applications that roam over a thousand brokers have a million. */
const mostPairs = 10_000;

/** The places of a publisher and of a subscriber that flows are about. */
export type PairsOfPlaces = (
  publisher: Application,
  subscriber: Application,
) => readonly (readonly [from: string, to: string])[];

/**
 * Pairs a publisher's places with a subscriber's, sorted. Where both roam over so many that nobody can look at each
 * pair, every place of the one is paired with two of each kind of the other's: brokers of one kind dial the same
 * brokers from places that policies tell apart no more than residency does, so that what holds of a way to two of them
 * holds of the way to any (to two, since one of them may be the place itself).
 */
export function pairsOfPlaces(
  policies: Iterable<Policy>,
  placesOf: PlacesOf,
  graph: LinkGraph,
): PairsOfPlaces {
  const kindOf = kinds(graph, [...policies].some(tellsEnvironmentsApart));
  return (publisher, subscriber) => {
    const froms = placesOf(publisher);
    const tos = placesOf(subscriber);
    const isFew = froms.length * tos.length <= mostPairs;
    const [fewFroms, fewTos] = isFew ? [froms, tos] : [twoOfEach(froms, kindOf), twoOfEach(tos, kindOf)];
    const pairs = froms.flatMap((from) => fewTos.map((to) => [from.name, to.name] as const));
    if (isFew) return pairs;
    const seen = new Set(fewTos);
    const rest = tos.filter((to) => !seen.has(to));
    const all = [...pairs, ...fewFroms.flatMap((from) => rest.map((to) => [from.name, to.name] as const))];
    return all.toSorted((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]));
  };
}

function kinds(graph: LinkGraph, byEnvironment: boolean): (broker: Broker) => string {
  return ({ name, environment }) => {
    const dialed = graph.dialed.get(name);
    const above = dialed?.map(({ kind, to, standby }) => [kind.name, to, ...standby]) ?? name;
    return JSON.stringify([above, environment.residency, byEnvironment && environment.name]);
  };
}

function tellsEnvironmentsApart({ scope, except }: Policy): boolean {
  return [scope, ...except].some(({ environments }) => environments !== undefined);
}

function twoOfEach(brokers: readonly Broker[], kindOf: (broker: Broker) => string): readonly Broker[] {
  const counts = new Map<string, number>();
  return brokers.filter((broker) => {
    const kind = kindOf(broker);
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    return count < 2;
  });
}
