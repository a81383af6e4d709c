import { linkEntryUnused } from "../diagnostics/codes/check.ts";
import type { LinkKind } from "../model/link-kind.ts";
import type { LinkDeclaration } from "../model/mesh.ts";
import { pairKey } from "../model/pair-key.ts";
import type { Topology } from "../model/topology.ts";
import type { UseRule } from "./use-rule.ts";

/** `cost` and `domains` are about two brokers that are linked, or between which an edge chooses its hub. */
export const linkEntriesMatter: UseRule = ({ manifest, topology, isSound, kinds }, report) => {
  if (!isSound) return;
  const suspects = openEntries(topology).filter((entry) => !mayChoose(topology, kinds, entry));
  if (suspects.length === 0) return;
  const linked = linkedPairs(topology);
  for (const { name, between } of suspects) {
    const [a, b] = between;
    if (linked.has(pairKey(a, b))) continue;
    const written = manifest.data.links?.[name];
    for (const key of ["cost", "domains"] as const) {
      if (written?.[key] === undefined) continue;
      report.report(linkEntryUnused, { link: name, key, a, b }, { path: ["links", name, key], on: "key" });
    }
  }
};

/** Entries of pairs that may be linked; a forbidden pair says no more. */
function openEntries({ mesh }: Topology): readonly LinkDeclaration[] {
  return [...mesh.links.values()].filter(({ via }) => via !== "none");
}

/** Whether one of the two is an edge that could choose the other as its hub. */
function mayChoose(
  { brokers }: Topology,
  linkKinds: readonly LinkKind[],
  { between }: LinkDeclaration,
): boolean {
  const nodes = between.flatMap((name) => brokers.get(name) ?? []);
  const edge = nodes.find(({ role }) => role === "edge");
  const hub = nodes.find(({ role }) => role === "hub");
  const isBetween = ({ engine, targets }: LinkKind) =>
    engine === edge?.broker.engine && targets.includes(hub?.broker.engine ?? "");
  return linkKinds.some((kind) => kind.ends === "edge-any" && isBetween(kind));
}

function linkedPairs({ links }: Topology): ReadonlySet<string> {
  const pairs = new Set<string>();
  for (const { from, to, standby } of links) {
    for (const target of [to, ...standby]) pairs.add(pairKey(from, target));
  }
  return pairs;
}
