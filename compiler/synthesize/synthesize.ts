import { invariant } from "../diagnostics/invariant.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { LinkDeclaration, Mesh } from "../model/mesh.ts";
import { pairKey } from "../model/pair-key.ts";
import { linkGraph } from "../model/route.ts";
import type { BrokerNode, Topology } from "../model/topology.ts";
import type { CompileMode, Engine } from "../target.ts";
import { synthesizeFlows } from "./flows.ts";
import { synthesizeIdentities } from "./identities.ts";
import { type Linked, synthesizeLinks } from "./links.ts";
import { checkPorts, linkListeners, listenersOf } from "./listeners.ts";

/**
 * Works out what the mesh will be: roles, links, flows, rights, ports. What cannot be is reported, and the topology
 * then lacks it. In mode `up` ports are given out later, so none can collide.
 */
export function synthesize(
  mesh: Mesh,
  engines: ReadonlyMap<string, Engine>,
  mode: CompileMode,
  report: Reporter,
): Topology {
  const declarations = declarationsByPair(mesh);
  const linked = synthesizeLinks(mesh, engines, declarations, report);
  const brokers = brokerNodes(linked, engines);
  if (mode === "deploy") checkPorts(brokers.values(), report);
  const { links } = linked;
  const flows = synthesizeFlows(mesh, linkGraph(links));
  const identities = synthesizeIdentities(mesh, links, declarations);
  return { mesh, brokers, declarations, links, flows, identities };
}

function declarationsByPair(mesh: Mesh): ReadonlyMap<string, LinkDeclaration> {
  const byPair = new Map<string, LinkDeclaration>();
  for (const declaration of mesh.links.values()) byPair.set(pairKey(...declaration.between), declaration);
  return byPair;
}

function brokerNodes(linked: Linked, engines: ReadonlyMap<string, Engine>): ReadonlyMap<string, BrokerNode> {
  const needed = linkListeners(linked.links);
  const nodes = new Map<string, BrokerNode>();
  for (const { broker, role } of linked.placed.values()) {
    const engine = engines.get(broker.engine);
    invariant(engine, `engine ${broker.engine} passed validation and is not in the list`);
    const newest = engine.versions[engine.versions.length - 1] ?? "";
    const version = broker.version?.split(".").slice(0, 2).join(".") ?? newest;
    const listeners = listenersOf(broker, engine, needed.get(broker.name));
    nodes.set(broker.name, { broker, role, version, listeners });
  }
  return nodes;
}
