import { compare } from "../../model/compare.ts";
import { flowName } from "../../model/flow-name.ts";
import type { Flow, Topology } from "../../model/topology.ts";
import type { Entry } from "../entry.ts";
import { listed } from "./facets.ts";

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
    return {
      kind: "flow",
      name,
      environment: places.toSorted(compare)[0] ?? "",
      facets: paths ? [paths] : [],
      brokers: [...new Set(same.flatMap(({ from, to, path }) => [from, ...path, to]))],
      ...(same[0] && { domain: same[0].event.domain }),
    };
  });
}

function pathWords({ from, to, path, stored }: Flow): string {
  const way = path.length === 0 ? `${from} … ${to}` : path.join(" > ");
  return stored ? `${way}, stored at ${stored.home}` : way;
}
