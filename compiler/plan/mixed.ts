import { compare } from "../model/compare.ts";
import type { LinkDeclaration } from "../model/mesh.ts";
import { pairKey } from "../model/pair-key.ts";
import type { BrokerNode, Link, Operator, Topology } from "../model/topology.ts";
import { type Followed, followed } from "./followed.ts";
import { mixedFlows } from "./mixed-flows.ts";
import { mixedIdentities } from "./mixed-identities.ts";
import { mixedLinks } from "./mixed-links.ts";
import { mixedMesh } from "./mixed-mesh.ts";
import { mixedPlaces } from "./mixed-places.ts";
import { mixedStorage } from "./mixed-storage.ts";

/**
 * The mesh in which each broker is as the topology says that it follows, such as one that is changed broker after broker,
 * or of which each environment was applied by itself. `of` gives the topology of a broker, nothing where there is none
 * of that name; `order` has the topologies, the earlier first: where entries of the manifests differ that belong to no
 * broker the last one's count. All lists are sorted as in any topology, and all that is of one topology gives that one.
 */
export function mixed(
  of: (broker: string) => Topology | undefined,
  brokers: Iterable<string>,
  order: readonly Topology[] = [],
): Topology {
  const names = followed(of, brokers, order);
  const { mesh, ofEach } = mixedMesh(names);
  const stored = mixedStorage(names, ofEach);
  const links = mixedLinks(names, ofEach);
  const flows = mixedFlows(names, ofEach, { mesh, links, ...stored });
  const operators = mixedOperators(names);
  return {
    mesh,
    brokers: mixedNodes(names),
    declarations: mixedDeclarations(names, links),
    places: mixedPlaces(names, mesh),
    links,
    flows,
    identities: mixedIdentities(names, ofEach),
    ...stored,
    ...(operators.length > 0 && { operators }),
  };
}

function mixedNodes({ brokers, of }: Followed): ReadonlyMap<string, BrokerNode> {
  const nodes = [...brokers].toSorted(compare).map((name) => [name, of(name)?.brokers.get(name)] as const);
  return new Map(nodes.flatMap(([name, node]) => (node ? [[name, node] as const] : [])));
}

/** Of a pair that is linked the dialed broker's word counts, which has the rights of the link. */
function mixedDeclarations(
  { topologies, of }: Followed,
  links: readonly Link[],
): ReadonlyMap<string, LinkDeclaration> {
  const declarations = new Map(topologies.flatMap((topology) => [...topology.declarations]));
  if (topologies.length < 2) return declarations;
  for (const { from, to, standby } of links) {
    for (const target of [to, ...standby]) {
      const pair = pairKey(from, target);
      const said = of(target)?.declarations.get(pair);
      if (said) declarations.set(pair, said);
      else declarations.delete(pair);
    }
  }
  return declarations;
}

function mixedOperators({ topologies, follows }: Followed): readonly Operator[] {
  return topologies.flatMap((topology) =>
    (topology.operators ?? []).filter(({ broker }) => follows(broker, topology)),
  );
}
