import { compare } from "../../model/compare.ts";
import { flowName } from "../../model/flow-name.ts";
import type { Flow, Topology } from "../../model/topology.ts";
import type { Entry } from "../entry.ts";
import { listed } from "./facets.ts";

/** What it is called how the reader of a flow gets it: by a place in what is stored, or as it passes. */
export const readLabel = "read";

/** Flows with the paths that they take; those of the same name are one. */
export function flowEntries({ flows, brokers }: Topology, only?: ReadonlySet<string>): readonly Entry[] {
  if (only?.size === 0) return [];
  const byName = new Map<string, Flow[]>();
  for (const flow of flows) {
    const name = flowName(flow);
    if (only && !only.has(name)) continue;
    const known = byName.get(name);
    if (known) known.push(flow);
    else byName.set(name, [flow]);
  }
  return [...byName].map(([name, same]) => {
    const places = [...new Set(same.map(({ from }) => brokers.get(from)?.broker.environment.name ?? ""))];
    const paths = listed("path", same.map(pathWords));
    const isKept = same.some(({ stored }) => stored?.durable !== undefined);
    const read = { label: readLabel, value: isKept ? "from where it is stored" : "as it passes" };
    return {
      kind: "flow",
      name,
      environment: places.toSorted(compare)[0] ?? "",
      facets: [...(paths ? [paths] : []), read],
      brokers: [...new Set(same.flatMap(({ from, to, path }) => [from, ...path, to]))],
      ...(same[0] && { domain: same[0].event.domain }),
    };
  });
}

function pathWords({ from, to, path, stored }: Flow): string {
  const way = path.length === 0 ? `${from} … ${to}` : path.join(" > ");
  return stored ? `${way}, stored at ${stored.home}` : way;
}
