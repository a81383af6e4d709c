import { isStored } from "./stored-terms.ts";
import type { Catalog, Use } from "./uses.ts";
import type { Finding, Verdict } from "./verdict.ts";

/** Readers that can get an event twice which should come to nobody twice. */
export function repeatFindings(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  { streams, mirrors, durables }: Pick<Verdict, "streams" | "mirrors" | "durables">,
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
        if (durable) {
          const copy = mirrors.find((mirror) => mirror.name === durable.mirror);
          const kept = copy?.broker ?? streams.find((stream) => stream.name === durable.stream)?.home;
          return uses.get(name)?.places.some((place) => place !== kept) ?? false;
        }
        return isStored(event) || mesh.applications[name]?.group !== undefined;
      });
      return repeated.map((name): Finding => ({ category: "repeats", names: [name, event.id] }));
    });
}
