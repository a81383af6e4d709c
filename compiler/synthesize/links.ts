import { engineIsNoHub, hubNotDialable, tooManyHubs } from "../diagnostics/codes/synthesize.ts";
import { invariant } from "../diagnostics/invariant.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { sortedByName } from "../model/compare.ts";
import type { LinkKind } from "../model/link-kind.ts";
import type { LinkDeclaration, Mesh } from "../model/mesh.ts";
import { calledIn } from "../model/names.ts";
import { pairKey } from "../model/pair-key.ts";
import type { Link } from "../model/topology.ts";
import { type Engine, keepsStreams } from "../target.ts";
import { type Pin, type Placed, pinnedLinks } from "./pins.ts";
import { roleOf } from "./role.ts";
import { uplinkKind } from "./uplink-kind.ts";
import { checkUplinks, defaultUplinks } from "./uplinks.ts";

/** Hubs of one engine: 200 have 19,900 links, and each of their instances connects to all others. */
const mostHubs = 200;

/** Brokers with their roles, and every link of the mesh sorted by name. */
export interface Linked {
  readonly placed: ReadonlyMap<string, Placed>;
  readonly links: readonly Link[];
}

/**
 * Works out the mesh's links from roles, uplinks and the entries of `links`: hubs of one engine each with each,
 * every edge to its uplinks by one link, and what is pinned besides.
 */
export function synthesizeLinks(
  mesh: Mesh,
  engines: ReadonlyMap<string, Engine>,
  linkKinds: readonly LinkKind[],
  declarations: ReadonlyMap<string, LinkDeclaration>,
  report: Reporter,
): Linked {
  const placed = placeBrokers(mesh, engines, linkKinds, report);
  checkUplinks(placed.values(), mesh, declarations, report);
  const pins = pinnedLinks(mesh, placed, report);
  const links = [
    ...backboneLinks(placed, declarations, report),
    ...edgeLinks(mesh, placed, pins, declarations, report),
  ];
  return { placed, links: sortedByName(links) };
}

function placeBrokers(
  mesh: Mesh,
  engines: ReadonlyMap<string, Engine>,
  linkKinds: readonly LinkKind[],
  report: Reporter,
): ReadonlyMap<string, Placed> {
  const placed = new Map<string, Placed>();
  for (const broker of sortedByName(mesh.brokers.values())) {
    const engine = engines.get(broker.engine);
    invariant(engine, `engine ${broker.engine} passed validation and is not in the list`);
    const role = roleOf(broker, engine);
    const kinds = linkKinds.filter((kind) => kind.engine === engine.name);
    const { backbone } = engine;
    placed.set(broker.name, {
      broker,
      role,
      kinds,
      keepsStreams: keepsStreams(engine),
      ...(backbone !== undefined && { backbone }),
    });
    const at = { path: ["brokers", broker.name, "role"] };
    if (broker.role === "hub" && !engine.canBeHub)
      report.report(engineIsNoHub, { broker: broker.name, engine: engine.name }, at);
    if (role !== "hub") continue;
    const names = { broker: broker.name, environment: broker.environment.name };
    if (!broker.environment.dialable) report.report(hubNotDialable, names, at);
  }
  return placed;
}

function backboneLinks(
  placed: ReadonlyMap<string, Placed>,
  declarations: ReadonlyMap<string, LinkDeclaration>,
  report: Reporter,
): readonly Link[] {
  const links: Link[] = [];
  for (const [engine, hubs] of hubsByEngine(placed)) {
    if (hubs.length <= mostHubs) links.push(...fullMesh(hubs, declarations));
    else
      report.report(
        tooManyHubs,
        { engine, hubs: hubs.length, most: mostHubs },
        { path: ["brokers"], on: "key" },
      );
  }
  return links;
}

function hubsByEngine(placed: ReadonlyMap<string, Placed>): ReadonlyMap<string, readonly Placed[]> {
  const byEngine = new Map<string, Placed[]>();
  for (const node of placed.values()) {
    if (node.role !== "hub") continue;
    const { engine } = node.broker;
    const hubs = byEngine.get(engine);
    if (hubs) hubs.push(node);
    else byEngine.set(engine, [node]);
  }
  return byEngine;
}

function fullMesh(
  hubs: readonly Placed[],
  declarations: ReadonlyMap<string, LinkDeclaration>,
): readonly Link[] {
  const links: Link[] = [];
  for (const [index, a] of hubs.entries()) {
    for (const b of hubs.slice(index + 1)) {
      const kind = backboneOf(a);
      const [from, to] = [a.broker.name, b.broker.name];
      const why = `hubs of one engine are joined each with each`;
      links.push(makeLink(`${from}.${to}`, kind, from, [to], declarations, why));
    }
  }
  return links;
}

function edgeLinks(
  mesh: Mesh,
  placed: ReadonlyMap<string, Placed>,
  pins: readonly Pin[],
  declarations: ReadonlyMap<string, LinkDeclaration>,
  report: Reporter,
): readonly Link[] {
  const nodes = [...placed.values()];
  const hubs = nodes.filter((node) => node.role === "hub").map((node) => node.broker);
  const edges = nodes.filter((node) => node.role === "edge");
  const pinned = new Map<string, Pin>();
  for (const pin of pins) {
    const dialer = placed.get(pin.dialer);
    const takesIt = dialer?.role === "edge" && !dialer.broker.uplink && !pinned.has(pin.dialer);
    if (takesIt) pinned.set(pin.dialer, pin);
  }
  const undecided = edges.filter((edge) => !edge.broker.uplink && !pinned.has(edge.broker.name));
  const nearest = defaultUplinks(undecided, mesh, pins, hubs, declarations, report);
  const links: Link[] = [];
  for (const edge of edges) {
    const link = uplinkOf(mesh, edge, pinned.get(edge.broker.name), nearest, placed, declarations);
    if (link) links.push(link);
  }
  for (const pin of pins) {
    if (pinned.get(pin.dialer) === pin) continue;
    links.push(
      makeLink(pin.declaration.name, pin.kind, pin.dialer, [pin.target], declarations, whyPinned(mesh, pin)),
    );
  }
  return links;
}

function whyPinned(mesh: Mesh, { declaration }: Pin): string {
  return `entry "${calledIn(mesh, "links", declaration.name)}" of \`links\` asks for it`;
}

function uplinkOf(
  mesh: Mesh,
  edge: Placed,
  pin: Pin | undefined,
  nearest: ReadonlyMap<string, string>,
  placed: ReadonlyMap<string, Placed>,
  declarations: ReadonlyMap<string, LinkDeclaration>,
): Link | undefined {
  const { name, uplink } = edge.broker;
  const found = nearest.get(name);
  const targets = uplink ?? (pin ? [pin.target] : found !== undefined ? [found] : []);
  const [first, ...rest] = targets.filter((target) => target !== name);
  if (first === undefined) return undefined;
  const kind = pin?.kind ?? uplinkKind(edge.kinds, placed.get(first)?.broker.engine ?? "");
  // That the two have none in common was reported.
  if (!kind) return undefined;
  // A target that this kind does not lead to was reported too; with it, more would be said of a link that cannot be.
  const alike = rest.filter((target) => kind.targets.includes(placed.get(target)?.broker.engine ?? ""));
  const called = (broker: string) => calledIn(mesh, "brokers", broker);
  const why = uplink
    ? `broker "${called(name)}" names its uplink`
    : pin
      ? whyPinned(mesh, pin)
      : `"${called(first)}" is the nearest hub of edge "${called(name)}"`;
  return makeLink(`${name}.uplink`, kind, name, [first, ...new Set(alike)], declarations, why);
}

function makeLink(
  name: string,
  kind: LinkKind,
  from: string,
  targets: readonly [string, ...string[]],
  declarations: ReadonlyMap<string, LinkDeclaration>,
  why: string,
): Link {
  const [to, ...standby] = targets;
  const declaration = declarations.get(pairKey(from, to));
  const about = declaration && { declaration, ...(declaration.domains && { domains: declaration.domains }) };
  return { name, kind, from, to, standby, ...about, why };
}

function backboneOf({ broker, kinds, backbone }: Placed): LinkKind {
  const kind = kinds.find(({ name }) => name === backbone);
  invariant(kind, `engine ${broker.engine} has a kind of link that joins its hubs`);
  return kind;
}
