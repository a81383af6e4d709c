import type { Topology } from "../model/topology.ts";
import { type Difference, entryOf } from "./differences.ts";

/** Shares of all events of a domain that come or go alike are told as one: `every team subscribe orders.*`. */
export function withWholeDomains(
  differences: readonly Difference[],
  sides: { readonly before?: Topology; readonly after: Topology },
): readonly Difference[] {
  const groups = new Map<string, Difference[]>();
  const others: Difference[] = [];
  for (const difference of differences) {
    const { kind, application, domain, event, name } = entryOf(difference);
    if (kind !== "access" || application !== undefined || event === undefined) {
      others.push(difference);
      continue;
    }
    const use = name.slice(0, -event.length);
    const key = `${difference.before ? "-" : "+"} ${difference.after ? "+" : "-"} ${use}`;
    const known = groups.get(key);
    if (known) known.push(difference);
    else groups.set(key, [difference]);
    void domain;
  }
  return [...others, ...[...groups.values()].flatMap((same) => folded(same, sides))];
}

function folded(
  same: readonly Difference[],
  { before, after }: { readonly before?: Topology; readonly after: Topology },
): readonly Difference[] {
  const [first] = same;
  if (!first) return [];
  const { domain = "", event = "", name } = entryOf(first);
  const events = (first.after ? after : before)?.mesh.domains.get(domain)?.events.size ?? 0;
  if (same.length < 2 || same.length < events) return same;
  const whole = { ...entryOf(first), name: `${name.slice(0, -event.length)}*` };
  return [{ ...first, ...(first.before && { before: whole }), ...(first.after && { after: whole }) }];
}
