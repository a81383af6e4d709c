import type { AbstractMesh } from "./abstract-mesh.ts";
import { isStored } from "./stored-terms.ts";
import type { PlainEvent } from "./topics.ts";
import type { Catalog, Piece, Use } from "./uses.ts";
import type { DecidedDurable, DecidedStream, Finding } from "./verdict.ts";

/** Whether an application's place among stored events is kept: it says so, or a group that is one reader has it. */
export function keepsPlace({ applications }: AbstractMesh, name: string): boolean {
  const { durable = false, group } = applications[name] ?? {};
  return durable || group !== undefined;
}

/** Events that an application reads by a durable, and so not by their topics. */
export function readByDurable({ mesh, events }: Catalog, name: string, use: Use): readonly string[] {
  if (!keepsPlace(mesh, name)) return [];
  return events.filter((event) => isStored(event) && use.subscribe.has(event.id)).map(({ id }) => id);
}

/** Applications that ask for a durable and have nothing to read by it. */
export function idleDurables(
  { mesh, events }: Catalog,
  uses: ReadonlyMap<string, Use>,
  standing: readonly string[],
): readonly Finding[] {
  const stored = events.filter(isStored);
  const reads = (name: string) => stored.some(({ id }) => uses.get(name)?.subscribe.has(id));
  return standing
    .filter((name) => mesh.applications[name]?.durable === true && !reads(name))
    .map((name) => ({ category: "storesNothing", names: [name] }));
}

/** Who reads what by which durable: an application by its own, the members of a group by those that they share. */
export function decideDurables(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  streams: readonly DecidedStream[],
): { readonly durables: readonly DecidedDurable[]; readonly findings: readonly Finding[] } {
  const durables: DecidedDurable[] = [];
  const findings: Finding[] = [];
  const names = [...uses.keys()].toSorted();
  for (const stream of streams) {
    const readings = names.flatMap((name) => readingsOf(catalog, name, uses.get(name), stream));
    for (const { application, pieces } of readings) {
      if (meetTwice(pieces)) findings.push({ category: "readsTwice", names: [application] });
    }
    for (const name of new Set(readings.map(({ durable }) => durable))) {
      const [first, ...others] = readings.filter(({ durable }) => durable === name);
      if (!first) continue;
      const group = catalog.mesh.applications[first.application]?.group ?? "";
      const unlike = others.filter(({ pieces }) => !isSame(topicsOf(pieces), topicsOf(first.pieces)));
      for (const { application } of unlike)
        findings.push({ category: "unlikeGroup", names: [group, application, stream.name] });
      const read = new Set(first.pieces.map(({ event }) => event));
      durables.push({
        name,
        stream: stream.name,
        applications: [first, ...others].map(({ application }) => application),
        events: [...read].toSorted(),
        topics: topicsOf(first.pieces),
        terms: first.pieces[0]?.terms ?? "",
        isInOrder: catalog.events.some((event) => read.has(event.id) && isOrdered(event)),
      });
    }
  }
  return { durables, findings };
}

/** What an application reads by one durable. */
interface Reading {
  readonly application: string;
  readonly durable: string;
  readonly pieces: readonly Piece[];
}

/** By durable: an event on terms of its own, or in order, has one by itself. */
function readingsOf(
  catalog: Catalog,
  application: string,
  use: Use | undefined,
  stream: DecidedStream,
): readonly Reading[] {
  if (!use) return [];
  const stored = readByDurable(catalog, application, use).filter((event) => stream.events.includes(event));
  const { group } = catalog.mesh.applications[application] ?? {};
  const shared = group === undefined ? application : `group_${group}`;
  const byName = new Map<string, Piece[]>();
  for (const piece of use.heard.filter(({ event }) => stored.includes(event))) {
    const event = catalog.events.find(({ id }) => id === piece.event);
    const isOwn = piece.terms !== "" || (event !== undefined && isOrdered(event));
    const durable = isOwn ? `${shared}__${piece.event.split(".")[1] ?? ""}` : shared;
    byName.set(durable, [...(byName.get(durable) ?? []), piece]);
  }
  return [...byName].map(([durable, pieces]) => ({ application, durable, pieces }));
}

function isOrdered({ order, key }: PlainEvent): boolean {
  return order === "key" && key !== undefined;
}

function topicsOf(pieces: readonly Piece[]): ReadonlySet<string> {
  return new Set(pieces.flatMap(({ topics }) => [...topics]));
}

/** Whether two subscriptions to some events meet and neither is within another: who reads both counts events twice. */
export function readsTwice({ heard }: Use, events: readonly string[]): boolean {
  return meetTwice(heard.filter(({ event }) => events.includes(event)));
}

function meetTwice(read: readonly Piece[]): boolean {
  const pieces = read.map(({ topics }) => topics);
  const widest = pieces.filter(
    (one) => !pieces.some((other) => other.size > one.size && [...one].every((topic) => other.has(topic))),
  );
  return widest.some((one) =>
    widest.some((other) => !isSame(one, other) && [...one].some((topic) => other.has(topic))),
  );
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((topic) => other.has(topic));
}
