import { invariant } from "../diagnostics/invariant.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { Event, LinkDeclaration, Mesh } from "../model/mesh.ts";
import { pairKey } from "../model/pair-key.ts";
import type { LinkKind } from "../model/link-kind.ts";
import { placesOf } from "../model/places-of.ts";
import { linkGraph } from "../model/route.ts";
import type { BrokerNode, Topology } from "../model/topology.ts";
import type { CompileMode, Engine } from "../target.ts";
import { barriers } from "./barriers.ts";
import { synthesizeDurables } from "./durables.ts";
import { synthesizeFlows } from "./flows.ts";
import { synthesizeIdentities } from "./identities.ts";
import { type Linked, synthesizeLinks } from "./links.ts";
import { dialers, mayCross } from "./link-grants.ts";
import { withListedTopics } from "./listed-topics.ts";
import { withCarriers } from "./with-carriers.ts";
import { checkPorts, listenersOf, neededListeners } from "./listeners.ts";
import { synthesizeMirrors } from "./mirrors.ts";
import type { MayPass, PlacesOf } from "./needs.ts";
import { synthesizePlaces } from "./places.ts";
import { synthesizeSources } from "./sources.ts";
import { storingBrokers } from "./storing-brokers.ts";
import { synthesizeStreams } from "./streams.ts";
import { tlsSpeakers } from "./tls-speakers.ts";

/**
 * Works out what the mesh will be: roles, links, flows, rights, ports. What cannot be is reported, and the topology
 * then lacks it. In mode `up` ports are given out later, so none can collide.
 */
export function synthesize(
  mesh: Mesh,
  engines: ReadonlyMap<string, Engine>,
  linkKinds: readonly LinkKind[],
  mode: CompileMode,
  report: Reporter,
): Topology {
  const declarations = declarationsByPair(mesh);
  const { placed, links: unlisted } = synthesizeLinks(mesh, engines, linkKinds, declarations, report);
  const graph = linkGraph(unlisted);
  const places = synthesizePlaces(mesh, engines, graph, declarations, report);
  const placesAt: PlacesOf = (application) => placesOf({ places }, application);
  const streams = synthesizeStreams(mesh, placed, graph, report);
  const listed = withListedTopics({ mesh, streams, declarations }, unlisted, placesAt, report);
  const links = withCarriers(listed, { placed, streams, declarations }, report);
  const read = synthesizeDurables(mesh, streams, report);
  const children = dialers(links);
  const mayPass: MayPass<Event> = (event, from, to) => mayCross(mesh, event, from, to, declarations);
  const sources = synthesizeSources(mesh, placesAt, placed, streams, children, mayPass);
  const whyNotAt = (events: readonly Event[]) => barriers(events, mesh, graph, declarations);
  const { mirrors, durables } = synthesizeMirrors(places, placed, streams, read, whyNotAt);
  const identities = synthesizeIdentities(
    mesh,
    links,
    declarations,
    places,
    { keepers: placed, sources, mirrors, durables },
    engines,
  );
  const storing = storingBrokers(placed.values(), streams, sources, identities, engines);
  const speakers = tlsSpeakers(mesh.brokers, links, declarations, report);
  const needed = neededListeners(links, identities, mesh, engines);
  const brokers = brokerNodes({ placed, links }, engines, needed, storing, speakers);
  if (mode === "deploy") checkPorts(brokers.values(), report);
  const flows = synthesizeFlows(mesh, places, linkGraph(links), { streams, durables });
  const stored = { streams, sources, mirrors, durables };
  return { mesh, brokers, declarations, places, links, flows, identities, ...stored };
}

function declarationsByPair(mesh: Mesh): ReadonlyMap<string, LinkDeclaration> {
  const byPair = new Map<string, LinkDeclaration>();
  for (const declaration of mesh.links.values()) byPair.set(pairKey(...declaration.between), declaration);
  return byPair;
}

function brokerNodes(
  linked: Linked,
  engines: ReadonlyMap<string, Engine>,
  needed: ReadonlyMap<string, ReadonlySet<string>>,
  storing: ReadonlyMap<string, "events" | "votes">,
  speakers: ReadonlySet<string>,
): ReadonlyMap<string, BrokerNode> {
  const nodes = new Map<string, BrokerNode>();
  for (const { broker, role, kinds, backbone } of linked.placed.values()) {
    const engine = engines.get(broker.engine);
    invariant(engine, `engine ${broker.engine} passed validation and is not in the list`);
    const newest = engine.versions[engine.versions.length - 1] ?? "";
    const version = broker.version?.split(".").slice(0, 2).join(".") ?? newest;
    const part = storing.get(broker.name);
    const between = kinds.find(({ name }) => name === backbone)?.listener ?? "";
    const agrees = part !== undefined && (needed.get(broker.name)?.has(between) ?? false);
    const listeners = listenersOf(broker, engine, kinds, needed.get(broker.name), agrees);
    const derived = {
      ...(part && { storing: part }),
      ...(speakers.has(broker.name) && ({ tls: true } as const)),
    };
    const largestEvent = engine.largestEvent(broker);
    nodes.set(broker.name, { broker, role, version, ...derived, largestEvent, listeners });
  }
  return nodes;
}
