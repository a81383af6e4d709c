import type { AbstractMesh } from "./abstract-mesh.ts";
import { featuresOf } from "./features.ts";
import type { Verdict } from "./verdict.ts";
import { isHub, namedUplinks, onlyDescribes } from "./wiring.ts";

/** Rules that have to be broken in at least 5 % of many meshes, by the oracle's word for them. */
export const rules = {
  unreachable: "reachability",
  loop: "circles and duplicates",
  sharing: "isolation",
  residency: "residency",
  maxHops: "hops",
  forbid: "forbid",
  reference: "references",
} as const;

/** Counts what the meshes of a comparison hold and how many of them break which rule. */
export interface Census {
  readonly count: (mesh: AbstractMesh, verdict: Verdict) => void;
  /** Share of the meshes of which something was counted, from 0 to 1. */
  readonly share: (what: string) => number;
  /** Everything counted: shares of broken rules in per cent, links and what makes them in numbers. */
  readonly told: () => Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** A census of no meshes yet. */
export function createCensus(): Census {
  let meshes = 0;
  const found = new Map<string, number>();
  const links = new Map<string, number>();
  const count = (mesh: AbstractMesh, verdict: Verdict) => {
    meshes += 1;
    for (const what of kindsOf(mesh, verdict)) found.set(what, (found.get(what) ?? 0) + 1);
    for (const [what, number] of linkCounts(mesh, verdict)) links.set(what, (links.get(what) ?? 0) + number);
  };
  const share = (what: string) => (found.get(what) ?? 0) / Math.max(meshes, 1);
  const perCent = (what: string) => Number((100 * share(what)).toFixed(1));
  const told = () => ({
    broken: Object.fromEntries(Object.entries(rules).map(([category, rule]) => [rule, perCent(category)])),
    also: Object.fromEntries(
      ["overlap", "group", "uplink", ...right].toSorted().map((what) => [what, perCent(what)]),
    ),
    links: Object.fromEntries([...links].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  });
  return { count, share, told };
}

const right = ["right", "right with warnings", "right with long paths"];

/** What a mesh counts as, each once. */
function kindsOf(mesh: AbstractMesh, { errors, warnings, flows }: Verdict): ReadonlySet<string> {
  const kinds = new Set<string>(errors.map(({ category }) => category));
  if (errors.length > 0) return kinds;
  kinds.add("right");
  for (const feature of featuresOf(mesh)) kinds.add(`right with ${feature}`);
  if (warnings.length > 0) kinds.add("right with warnings");
  if (flows.some(({ path }) => path.length > 3)) kinds.add("right with long paths");
  return kinds;
}

/** What there is of links in a mesh: as written in all of them, as made in those that are right. */
function linkCounts(mesh: AbstractMesh, { links }: Verdict): readonly (readonly [string, number])[] {
  const entries = Object.values(mesh.links);
  const brokers = Object.entries(mesh.brokers);
  const isPin = ({ between, via }: (typeof entries)[number]) =>
    via === "leafnode" && !onlyDescribes(mesh, between);
  const isBelowEdge = (name: string) => namedUplinks(mesh.brokers[name]).some((up) => !isHub(mesh, up));
  const leaves = links.filter(({ kind }) => kind === "leafnode");
  const choices = leaves.reduce((product, { ends }) => product * (ends.length - 1), 1);
  return [
    ["written: pins", entries.filter(isPin).length],
    ["written: forbidden pairs", entries.filter(({ via }) => via === "none").length],
    ["written: entries with domains", entries.filter(({ domains }) => domains !== undefined).length],
    ["written: standby lists", brokers.filter(([, broker]) => namedUplinks(broker).length > 1).length],
    ["written: edges below edges", brokers.filter(([name]) => isBelowEdge(name)).length],
    ["made: gateways", links.length - leaves.length],
    ["made: leaf connections", leaves.length],
    ["made: leaf connections with standby", leaves.filter(({ ends }) => ends.length > 2).length],
    [
      "made: edges below edges",
      leaves.filter(({ ends }) => ends.slice(1).some((up) => !isHub(mesh, up))).length,
    ],
    ["tried: choices of targets", links.length > 0 ? choices : 0],
  ];
}
