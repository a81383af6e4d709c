import type { AbstractMesh } from "./abstract-mesh.ts";
import { isStored } from "./stored-terms.ts";
import type { Catalog, Use } from "./uses.ts";
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

/** Who reads what by which durable: an application by its own, the members of a group by one that they share. */
export function decideDurables(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  streams: readonly DecidedStream[],
): { readonly durables: readonly DecidedDurable[]; readonly findings: readonly Finding[] } {
  const durables: DecidedDurable[] = [];
  const findings: Finding[] = [];
  for (const stream of streams) {
    const readers = [...uses]
      .map(([name, use]) => ({ name, use, topics: topicsRead(catalog, name, use, stream) }))
      .filter(({ topics }) => topics.size > 0)
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    for (const { name, use } of readers) {
      if (readsTwice(use, stream.events)) findings.push({ category: "readsTwice", names: [name] });
    }
    const groupOf = ({ name }: (typeof readers)[number]) => catalog.mesh.applications[name]?.group;
    const alone = readers.filter((reader) => groupOf(reader) === undefined);
    durables.push(
      ...alone.map(({ name, topics }) => ({ name, stream: stream.name, applications: [name], topics })),
    );
    for (const group of new Set(readers.flatMap((reader) => groupOf(reader) ?? []))) {
      const members = readers.filter((reader) => groupOf(reader) === group);
      const [{ topics } = { topics: new Set<string>() }, ...others] = members;
      const unlike = others.filter((other) => !isSame(topics, other.topics));
      findings.push(
        ...unlike.map(({ name }): Finding => ({
          category: "unlikeGroup",
          names: [group, name, stream.name],
        })),
      );
      const applications = members.map(({ name }) => name);
      durables.push({ name: `group_${group}`, stream: stream.name, applications, topics });
    }
  }
  return { durables, findings };
}

function topicsRead(
  catalog: Catalog,
  name: string,
  use: Use,
  { events }: DecidedStream,
): ReadonlySet<string> {
  const read = readByDurable(catalog, name, use).filter((event) => events.includes(event));
  return new Set(read.flatMap((event) => [...(use.subscribe.get(event) ?? [])]));
}

/** Whether two subscriptions to some events meet and neither is within another: who reads both counts events twice. */
export function readsTwice({ heard }: Use, events: readonly string[]): boolean {
  const pieces = heard.filter(({ event }) => events.includes(event)).map(({ topics }) => topics);
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
