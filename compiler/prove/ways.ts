import { type LinkGraph, join } from "../model/route.ts";
import type { Link } from "../model/topology.ts";

/** A way between two brokers under one choice of targets. */
export interface Way {
  /** Brokers in order; `undefined` where that choice leaves no way. */
  readonly path: readonly string[] | undefined;
  /** Links of that choice that are not on their first target, with the target they are on. */
  readonly standby: readonly { readonly link: Link; readonly target: string }[];
}

interface Step {
  readonly link: Link;
  readonly target: string;
}

/**
 * Every way between two brokers, over all choices of active and standby targets that matter to it; the active one
 * comes first. Where both ends climb through one broker they make the same choice there.
 */
export function* waysBetween(graph: LinkGraph, from: string, to: string): Generator<Way> {
  for (const up of climbs(graph, from, new Map())) {
    const chosen = new Map(up.map((step) => [step.link.from, step]));
    for (const down of climbs(graph, to, chosen)) {
      const path = join(graph, brokersOf(from, up), brokersOf(to, down));
      const standby = [...new Map([...up, ...down].map((step) => [step.link, step])).values()].filter(
        (step) => step.target !== step.link.to,
      );
      yield { path, standby };
    }
  }
}

/** Every way from a broker towards the backbone, keeping to choices already made. */
function* climbs(
  graph: LinkGraph,
  broker: string,
  chosen: ReadonlyMap<string, Step>,
  steps: readonly Step[] = [],
): Generator<readonly Step[]> {
  const link = graph.dialed.get(broker)?.[0];
  if (!link) {
    yield steps;
    return;
  }
  const made = chosen.get(broker);
  for (const target of made ? [made.target] : [link.to, ...link.standby]) {
    yield* climbs(graph, target, chosen, [...steps, { link, target }]);
  }
}

function brokersOf(start: string, steps: readonly Step[]): readonly string[] {
  return [start, ...steps.map((step) => step.target)];
}
