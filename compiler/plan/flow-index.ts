import { pairKey } from "../model/pair-key.ts";
import type { Flow, Topology } from "../model/topology.ts";

/** Flows of two meshes, found by what they are about; a flow that both have is there twice. */
export interface FlowIndex {
  /** Those that pass a broker. */
  ofBroker(broker: string): readonly Flow[];
  /** Those that cross a link. */
  ofLink(link: string): readonly Flow[];
  ofDomain(domain: string): readonly Flow[];
  /** Those that an application publishes or receives. */
  ofApplication(application: string): readonly Flow[];
}

/** Finds the flows of the mesh as it was and of the one that is to hold. Each way of looking is prepared as it is asked. */
export function flowIndex(sides: readonly Topology[]): FlowIndex {
  const indexed = (keysOf: (side: Topology) => (flow: Flow) => readonly string[]) => {
    let index: ReadonlyMap<string, readonly Flow[]> | undefined;
    return (key: string) => (index ??= indexBy(sides, keysOf)).get(key) ?? [];
  };
  return {
    ofBroker: indexed(
      () =>
        ({ path }) =>
          new Set(path).size === path.length ? path : [...new Set(path)],
    ),
    ofLink: indexed(linksCrossed),
    ofDomain: indexed(() => ({ event }) => [event.domain]),
    ofApplication: indexed(
      () =>
        ({ publisher, subscriber }) =>
          publisher === subscriber ? [publisher.name] : [publisher.name, subscriber.name],
    ),
  };
}

function indexBy(
  sides: readonly Topology[],
  keysOf: (side: Topology) => (flow: Flow) => readonly string[],
): ReadonlyMap<string, readonly Flow[]> {
  const index = new Map<string, Flow[]>();
  for (const side of sides) {
    const keys = keysOf(side);
    for (const flow of side.flows)
      for (const key of keys(flow)) {
        const known = index.get(key);
        if (known) known.push(flow);
        else index.set(key, [flow]);
      }
  }
  return index;
}

/** Paths are shared by the flows of two places, and so is what they cross. */
function linksCrossed({ links }: Topology): (flow: Flow) => readonly string[] {
  const linkOf = new Map(links.map(({ from, to, name }) => [pairKey(from, to), name]));
  const known = new Map<readonly string[], readonly string[]>();
  return ({ path }) => {
    const found = known.get(path) ?? [
      ...new Set(path.flatMap((broker, index) => linkOf.get(pairKey(path[index - 1] ?? "", broker)) ?? [])),
    ];
    known.set(path, found);
    return found;
  };
}
