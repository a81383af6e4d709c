import { flowName } from "../model/flow-name.ts";
import { pairKey } from "../model/pair-key.ts";
import type { Flow, Topology } from "../model/topology.ts";

/** Flows of two meshes, found by what they are about; a flow that both have is there twice. */
export interface FlowIndex {
  readonly byBroker: ReadonlyMap<string, readonly NamedFlow[]>;
  readonly byLink: ReadonlyMap<string, readonly NamedFlow[]>;
  readonly byDomain: ReadonlyMap<string, readonly NamedFlow[]>;
  readonly byApplication: ReadonlyMap<string, readonly NamedFlow[]>;
  /** By name of flow. */
  readonly byName: ReadonlyMap<string, readonly NamedFlow[]>;
}

/** A flow with its name. */
export interface NamedFlow {
  readonly name: string;
  readonly flow: Flow;
}

/** Arranges the flows of the mesh as it was and of the one that is to hold. */
export function flowIndex(sides: readonly Topology[]): FlowIndex {
  const [byBroker, byLink, byDomain] = [new Index(), new Index(), new Index()];
  const [byApplication, byName] = [new Index(), new Index()];
  for (const { flows, links } of sides) {
    const linkOf = new Map(links.map(({ from, to, name }) => [pairKey(from, to), name]));
    const crossed = new Map<readonly string[], readonly string[]>();
    for (const flow of flows) {
      const named = { name: flowName(flow), flow };
      const { path, publisher, subscriber, event } = flow;
      for (const broker of new Set(path)) byBroker.add(broker, named);
      const known = crossed.get(path) ?? linksOn(path, linkOf);
      crossed.set(path, known);
      for (const link of known) byLink.add(link, named);
      byDomain.add(event.domain, named);
      byApplication.add(publisher.name, named);
      if (subscriber !== publisher) byApplication.add(subscriber.name, named);
      byName.add(named.name, named);
    }
  }
  return { byBroker, byLink, byDomain, byApplication, byName };
}

class Index extends Map<string, NamedFlow[]> {
  add(key: string, flow: NamedFlow): void {
    const known = this.get(key);
    if (known) known.push(flow);
    else this.set(key, [flow]);
  }
}

function linksOn(path: readonly string[], linkOf: ReadonlyMap<string, string>): readonly string[] {
  const found = path.flatMap((broker, index) => linkOf.get(pairKey(path[index - 1] ?? "", broker)) ?? []);
  return [...new Set(found)];
}
