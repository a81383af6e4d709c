import type { AbstractMesh } from "./abstract-mesh.ts";
import { featuresOf } from "./features.ts";
import type { Verdict } from "./verdict.ts";
import { bridgeCounts } from "./census-bridges.ts";
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
  const stored = new Map<string, number>();
  const bridges = new Map<string, number>();
  const count = (mesh: AbstractMesh, verdict: Verdict) => {
    meshes += 1;
    for (const what of kindsOf(mesh, verdict)) found.set(what, (found.get(what) ?? 0) + 1);
    for (const [what, number] of [...storageCounts(verdict), ...edgeCounts(mesh, verdict)])
      stored.set(what, (stored.get(what) ?? 0) + number);
    for (const [what, number] of bridgeCounts(mesh, verdict))
      bridges.set(what, (bridges.get(what) ?? 0) + number);
    for (const [what, number] of linkCounts(mesh, verdict)) links.set(what, (links.get(what) ?? 0) + number);
  };
  const share = (what: string) => (found.get(what) ?? 0) / Math.max(meshes, 1);
  const perCent = (what: string) => Number((100 * share(what)).toFixed(1));
  const told = () => ({
    broken: Object.fromEntries(Object.entries(rules).map(([category, rule]) => [rule, perCent(category)])),
    also: Object.fromEntries(
      ["overlap", "group", "uplink", "namedTwice", "nowhere", ...unlike, ...storage, ...right]
        .toSorted()
        .map((what) => [what, perCent(what)]),
    ),
    links: sorted(links),
    stored: sorted(stored),
    bridges: sorted(bridges),
  });
  return { count, share, told };
}

/** Rules about stored events, which have no share to hold. */
const storage = [
  "unheard",
  "notDrawnUp",
  "repeats",
  "order",
  "outOfReach",
  "tooBrief",
  "storesNothing",
  "home",
  "unlikeGroup",
  "readsTwice",
  "notStored",
];

/** Rules about brokers of two engines and what is spoken to them, which have no share to hold either. */
const unlike = [
  "unlinkable",
  "twoEngines",
  "unspoken",
  "notKept",
  "lossy",
  "bothWays",
  "unshared",
  "apart",
  "keptOutside",
];

const right = ["right", "right with warnings", "right with long paths", "right with stored flows"];

/** What a mesh counts as, each once. */
function kindsOf(mesh: AbstractMesh, { errors, warnings, flows }: Verdict): ReadonlySet<string> {
  const kinds = new Set<string>(errors.map(({ category }) => category));
  if (errors.length > 0) return kinds;
  kinds.add("right");
  for (const feature of featuresOf(mesh)) kinds.add(`right with ${feature}`);
  if (warnings.length > 0) kinds.add("right with warnings");
  if (flows.some(({ path }) => path.length > 3)) kinds.add("right with long paths");
  if (flows.some(({ home }) => home !== undefined)) kinds.add("right with stored flows");
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
  const dialed = links.filter(({ kind }) => kind !== "gateway");
  const choices = dialed.reduce((product, { ends }) => product * (ends.length - 1), 1);
  return [
    ["written: pins", entries.filter(isPin).length],
    ["written: forbidden pairs", entries.filter(({ via }) => via === "none").length],
    ["written: entries with domains", entries.filter(({ domains }) => domains !== undefined).length],
    ["written: standby lists", brokers.filter(([, broker]) => namedUplinks(broker).length > 1).length],
    ["written: edges below edges", brokers.filter(([name]) => isBelowEdge(name)).length],
    ["made: gateways", links.length - dialed.length],
    ["made: leaf connections", leaves.length],
    ["made: leaf connections with standby", leaves.filter(({ ends }) => ends.length > 2).length],
    [
      "made: edges below edges",
      leaves.filter(({ ends }) => ends.slice(1).some((up) => !isHub(mesh, up))).length,
    ],
    ["tried: choices of targets", links.length > 0 ? choices : 0],
  ];
}

/** What there is of stored events in a mesh that is right. */
function storageCounts({
  streams,
  mirrors,
  durables,
  flows,
}: Verdict): readonly (readonly [string, number])[] {
  const stored = flows.filter(({ home }) => home !== undefined);
  return [
    ["streams", streams.length],
    ["streams of one event of a domain", streams.filter(({ name }) => name.includes("_")).length],
    ["copies of streams", mirrors.length],
    ["durables", durables.length],
    ["durables in copies", durables.filter(({ mirror }) => mirror !== undefined).length],
    ["durables of groups", durables.filter(({ name }) => name.startsWith("group_")).length],
    [
      "durables of several applications",
      durables.filter(({ applications }) => applications.length > 1).length,
    ],
    ["stored flows", stored.length],
    ["stored flows of two legs", stored.filter(({ path }) => new Set(path).size > 1).length],
    ["stored flows that come back the way they went", stored.filter(({ path }) => comesBack(path)).length],
  ];
}

/** What there is of edges that store in a mesh that is right. */
function edgeCounts(
  mesh: AbstractMesh,
  { errors, links, streams, sources, mirrors, storing, storedUses }: Verdict,
): readonly (readonly [string, number])[] {
  if (errors.length > 0) return [];
  const edges = storing.filter((name) => !isHub(mesh, name));
  const dialed = (name: string) =>
    links.filter(({ ends }) => ends[0] === name).flatMap(({ ends }) => ends.slice(1));
  const isBelow = (name: string): boolean =>
    dialed(name).some((up) => edges.includes(up) || (!isHub(mesh, up) && isBelow(up)));
  const copies = (link: string) => storedUses.filter(({ identity }) => identity === `link.${link}`);
  const isUneven = ({ name }: Verdict["links"][number]) =>
    new Set(copies(name).map((use) => use.sources.join(" "))).size > 1;
  return [
    ["edges that store", edges.length],
    ["edges that store below others", edges.filter(isBelow).length],
    ["sources", sources.length],
    ["sources below edges that store", sources.filter(({ broker }) => isBelow(broker)).length],
    [
      "sources of a part of a stream",
      sources.filter(
        ({ stream, events }) =>
          (streams.find(({ name }) => name === stream)?.events.length ?? 0) > events.length,
      ).length,
    ],
    ["links that copy other sources to standby targets", links.filter(isUneven).length],
    ["mirrors at edges", mirrors.filter(({ broker }) => edges.includes(broker)).length],
    [
      "mirrors at edges below edges",
      mirrors.filter(({ broker }) => edges.includes(broker) && dialed(broker).some((up) => !isHub(mesh, up)))
        .length,
    ],
  ];
}

function comesBack(path: readonly string[]): boolean {
  return new Set(path).size < path.length;
}

function sorted(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
