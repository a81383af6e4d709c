import type { AbstractMesh } from "./abstract-mesh.ts";
import { mayCross } from "./crossing.ts";
import { homeOf } from "./deposits.ts";
import { keeps } from "./sources.ts";
import { isStored } from "./stored-terms.ts";
import type { PlainEvent } from "./topics.ts";
import type { Catalog, Use } from "./uses.ts";
import type { Finding, Verdict } from "./verdict.ts";
import type { Wiring } from "./wiring.ts";

/** Readers that can get an event twice which should come to nobody twice. */
export function repeatFindings(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  wiring: Wiring,
  stored: Pick<Verdict, "streams" | "sources" | "mirrors" | "durables">,
): readonly Finding[] {
  const { mesh, events } = catalog;
  const { streams, mirrors, durables } = stored;
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
          const stream = streams.find((one) => one.name === durable.stream);
          const kept = copy?.broker ?? stream?.home;
          const isAway = uses.get(name)?.places.some((place) => place !== kept) ?? false;
          const forgets = (copy ?? stream)?.replicas === 1;
          return isAway || forgets || isKeptTwice(mesh, uses, wiring, stored, event);
        }
        return isStored(event) || mesh.applications[name]?.group !== undefined;
      });
      return repeated.map((name): Finding => ({ category: "repeats", names: [name, event.id] }));
    });
}

/** Whether what one publisher sends again can be kept where it was not kept the first time, so that neither place knows. */
function isKeptTwice(
  mesh: AbstractMesh,
  uses: ReadonlyMap<string, Use>,
  { leaves }: Wiring,
  { streams, sources }: Pick<Verdict, "streams" | "sources">,
  event: PlainEvent,
): boolean {
  const publishers = [...uses.values()].filter(({ publish }) => publish.has(event.id));
  return publishers.some(({ places }) => {
    const passed = new Set(places);
    const keepers = new Set<string | undefined>();
    for (const at of passed) {
      const targets = leaves.filter(({ dialer }) => dialer === at).flatMap((leaf) => leaf.targets);
      if (keeps(sources, at, event.id)) keepers.add(at);
      else if (targets.length === 0) keepers.add(homeOf(streams, event.id));
      else for (const target of targets) if (mayCross(mesh, event, at, target)) passed.add(target);
    }
    return keepers.size > 1;
  });
}
