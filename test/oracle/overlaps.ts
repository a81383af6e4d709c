import type { Catalog } from "./uses.ts";
import type { Finding } from "./verdict.ts";

/** Domains one of whose roots is above or equal to another's, and events of one domain that share a topic. */
export function overlapFindings({ mesh, topics }: Catalog): readonly Finding[] {
  const pairs = new Map<string, Finding>();
  const meet = (a: string, b: string) => {
    const names = [a, b].toSorted();
    pairs.set(names.join(" "), { category: "overlap", names });
  };
  for (const [a, { topic: root }] of Object.entries(mesh.domains)) {
    for (const [b, { topic: other }] of Object.entries(mesh.domains)) {
      if (a !== b && `${other}/`.startsWith(`${root}/`)) meet(a, b);
    }
  }
  const firstHolder = new Map<string, string[]>();
  for (const { text, event, domain } of topics) {
    const key = `${domain} ${text}`;
    const holders = firstHolder.get(key) ?? [];
    firstHolder.set(key, holders);
    for (const holder of holders) if (holder !== event) meet(holder, event);
    if (!holders.includes(event)) holders.push(event);
  }
  return [...pairs.values()];
}

/** Groups whose name two teams use, among some applications. */
export function groupFindings({ mesh }: Catalog, among: readonly string[]): readonly Finding[] {
  const teamsOf = new Map<string, Set<string>>();
  for (const [name, { group, team }] of Object.entries(mesh.applications)) {
    if (group === undefined || !among.includes(name)) continue;
    teamsOf.set(group, (teamsOf.get(group) ?? new Set()).add(team));
  }
  return [...teamsOf]
    .filter(([, teams]) => teams.size > 1)
    .map(([group]) => ({ category: "group", names: [group] }));
}
