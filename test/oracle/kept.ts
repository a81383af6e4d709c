import type { Journey } from "./proofs.ts";
import { keeps } from "./sources.ts";
import { isStored } from "./stored-terms.ts";
import type { Catalog } from "./uses.ts";
import type { DecidedSource, DecidedStorage, Finding } from "./verdict.ts";
import type { Wiring } from "./wiring.ts";

/** Where each stored event is stored: at home, wherever there is a copy of its stream, and at edges that keep it. */
export function keptPlaces({
  streams,
  sources,
  mirrors,
}: Pick<DecidedStorage, "streams" | "sources" | "mirrors">) {
  const copied = streams.flatMap(({ events, name, home }) => {
    const places = [home, ...mirrors.filter(({ stream }) => stream === name).map(({ broker }) => broker)];
    return events.flatMap((event) => places.map((broker) => ({ event, broker })));
  });
  const first = sources.flatMap(({ events, broker }) => events.map((event) => ({ event, broker })));
  return [...copied, ...first];
}

/**
 * Who reads a stored event as it passes, and would get it, under some choice of targets, over the uplink of an edge that
 * keeps it: there it goes from store to store only.
 */
export function unheardFindings(
  { events }: Catalog,
  { leaves }: Wiring,
  sources: readonly DecidedSource[],
  journeys: readonly Journey[],
): readonly Finding[] {
  const stored = events.filter(isStored).map(({ id }) => id);
  const isUplink = (dialer: string, target: string | undefined) =>
    leaves.some((leaf) => leaf.dialer === dialer && leaf.targets.includes(target ?? ""));
  const unheard = journeys.filter(({ event, home, path = [] }) => {
    if (home !== undefined || !stored.includes(event)) return false;
    const kept = path.map((broker) => keeps(sources, broker, event));
    return path.some(
      (at, index) => kept[index] && [path[index - 1], path[index + 1]].some((beside) => isUplink(at, beside)),
    );
  });
  const names = unheard.map(({ event, publisher, subscriber }) => [event, publisher, subscriber]);
  const once = new Map(names.map((of) => [of.join(" "), of]));
  return [...once.values()].map((of) => ({ category: "unheard", names: of }));
}
