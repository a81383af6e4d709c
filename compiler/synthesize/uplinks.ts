import {
  hubWithUplink,
  noHub,
  uplinkForbidden,
  uplinkNotDialable,
  uplinkNotLinkable,
  uplinkRepeats,
  uplinksOfTwoEngines,
} from "../diagnostics/codes/synthesize.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { Broker, Event, LinkDeclaration, Mesh } from "../model/mesh.ts";
import { pairKey } from "../model/pair-key.ts";
import { residencyAllows } from "../model/residency.ts";
import { nearestHub } from "./nearest-hub.ts";
import { childrenOf, needsAtBrokers, needsBelow } from "./needs.ts";
import type { Pin, Placed } from "./pins.ts";
import { uplinkKind } from "./uplink-kind.ts";

/** Checks the uplinks that the manifest writes out. */
export function checkUplinks(
  placed: Iterable<Placed>,
  mesh: Mesh,
  declarations: ReadonlyMap<string, LinkDeclaration>,
  report: Reporter,
): void {
  for (const { broker, role, kinds } of placed) {
    if (!broker.uplink) continue;
    const at = { path: ["brokers", broker.name, "uplink"] };
    if (role === "hub") report.report(hubWithUplink, { broker: broker.name }, { ...at, on: "key" });
    for (const [index, name] of broker.uplink.entries()) {
      const target = mesh.brokers.get(name);
      if (target) checkTarget({ broker, kinds }, target, index, declarations, report);
    }
    checkOneEngine(broker, mesh, report);
  }
}

/** One link has one kind, so that all of its targets are of one engine. */
function checkOneEngine({ name, uplink = [] }: Broker, { brokers }: Mesh, report: Reporter): void {
  const targets = uplink.flatMap((target) => brokers.get(target) ?? []);
  const [first] = targets;
  const other = targets.find(({ engine }) => engine !== first?.engine);
  if (!first || !other) return;
  const [one, two] = [first, other].map((target) => ({ target: target.name, engine: target.engine }));
  if (one && two)
    report.report(uplinksOfTwoEngines, { broker: name, one, two }, { path: ["brokers", name, "uplink"] });
}

function checkTarget(
  { broker, kinds }: Pick<Placed, "broker" | "kinds">,
  target: Broker,
  index: number,
  declarations: ReadonlyMap<string, LinkDeclaration>,
  report: Reporter,
): void {
  const at = { path: ["brokers", broker.name, "uplink", index] };
  const names = { broker: broker.name, target: target.name };
  if (target === broker || broker.uplink?.indexOf(target.name) !== index) {
    report.report(uplinkRepeats, names, at);
    return;
  }
  if (!uplinkKind(kinds, target.engine)) {
    report.report(uplinkNotLinkable, { ...names, engine: broker.engine, other: target.engine }, at);
    return;
  }
  if (!target.environment.dialable && target.environment !== broker.environment) {
    report.report(uplinkNotDialable, { ...names, environment: target.environment.name }, at);
  }
  const declaration = declarations.get(pairKey(broker.name, target.name));
  if (declaration?.via !== "none") return;
  const related = [{ path: ["links", declaration.name], on: "key", message: "forbidden here" }] as const;
  report.report(uplinkForbidden, { ...names, link: declaration.name }, at, related);
}

/** What each edge that names no uplink dials by default: the nearest hub, by edge name. */
export function defaultUplinks(
  edges: readonly Placed[],
  mesh: Mesh,
  pins: readonly Pin[],
  hubs: readonly Broker[],
  declarations: ReadonlyMap<string, LinkDeclaration>,
  report: Reporter,
): ReadonlyMap<string, string> {
  const mayPass = (event: Event, from: string, to: string) => {
    const target = mesh.brokers.get(to);
    const only = declarations.get(pairKey(from, to))?.domains;
    return !!target && residencyAllows(event, target.environment) && (only?.includes(event.domain) ?? true);
  };
  const needs = needsBelow(
    // One that may attach anywhere attaches where its events may be, and moves no uplink.
    needsAtBrokers(mesh, ({ brokers }) => (brokers === "any" ? [] : brokers), "everything"),
    childrenOf(mesh.brokers.values(), pins),
    mayPass,
  );
  const uplinks = new Map<string, string>();
  for (const { broker: edge, kinds } of edges) {
    const candidates = hubs.filter((hub) => uplinkKind(kinds, hub.engine));
    const hub = nearestHub(edge, candidates, needs.get(edge.name), declarations);
    if (hub) uplinks.set(edge.name, hub.name);
    else if (mesh.brokers.size > 1) {
      const at = { path: ["brokers", edge.name], on: "key" } as const;
      const joined = kinds.filter(({ ends }) => ends === "edge-any").flatMap(({ targets }) => targets);
      report.report(noHub, { broker: edge.name, engine: joined.join(" or ") }, at);
    }
  }
  return uplinks;
}
