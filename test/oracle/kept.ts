import type { Journey } from "./proofs.ts";
import { allTargets, propagate, type Rules } from "./propagate.ts";
import { keeps } from "./sources.ts";
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
 * keeps it: there it goes from store to store only. Whether links let it through on that way does not matter.
 */
export function unheardFindings(
  wiring: Wiring,
  sources: readonly DecidedSource[],
  flows: readonly Omit<Journey, "path">[],
  rulesOf: (event: string) => Rules,
): readonly Finding[] {
  const live = flows.filter(({ event, home }) => home === undefined && isKept(sources, event));
  const unheard = live.filter(({ event, from, to }) =>
    allTargets(wiring).some((targets) => {
      const [way] = propagate(wiring, targets, from, rulesOf(event)).get(to) ?? [];
      const uplinks = wiring.leaves.map(({ dialer }, index) => [dialer, targets[index]]);
      const shut = uplinks.filter(([dialer]) => dialer !== undefined && keeps(sources, dialer, event));
      return shut.some((uplink) => passesOver(way?.path ?? [], uplink));
    }),
  );
  const names = unheard.map(({ event, publisher, subscriber }) => [event, publisher, subscriber]);
  const once = new Map(names.map((of) => [of.join(" "), of]));
  return [...once.values()].map((of) => ({ category: "unheard", names: of }));
}

function isKept(sources: readonly DecidedSource[], event: string): boolean {
  return sources.some(({ events }) => events.includes(event));
}

/** Whether a way takes a link, up or down. */
function passesOver(path: readonly string[], link: readonly (string | undefined)[]): boolean {
  return path.some((at, index) => index > 0 && link.includes(at) && link.includes(path[index - 1]));
}
