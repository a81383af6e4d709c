import type { Topology } from "../model/topology.ts";
import { heldSources } from "./held-sources.ts";
import { keptAt } from "./kept-at.ts";
import { isAsSaid, type Stand } from "./stand.ts";

/**
 * Why brokers would lose what they keep: they leave, move, or are to be something that does not keep it. What is named in
 * `mayLose`, by its domain or by those who read it, counts as nothing, and what edges keep that is drawn up first.
 */
export function brokerLosses(
  before: Stand,
  held: Topology,
  mayLose: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const lost = new Map<string, string>();
  const drawn = new Set(heldSources(before.topology, held, mayLose).map(({ name }) => name));
  const kept = new Map<string, Set<string>>();
  for (const { broker, within, what } of keptAt(before.topology, mayLose))
    if (!drawn.has(within)) kept.set(broker, (kept.get(broker) ?? new Set<string>()).add(what));
  for (const [broker, keeps] of kept) {
    const what = isAsSaid(before, broker) ? whatBecomes(before.topology, held, broker) : undefined;
    if (what !== undefined) lost.set(broker, `it ${what}, and keeps ${[...keeps].join(", ")}`);
  }
  return lost;
}

function whatBecomes(before: Topology, held: Topology, name: string): string | undefined {
  const [was, now] = [before.brokers.get(name), held.brokers.get(name)];
  if (!was) return undefined;
  if (!now) return "leaves the mesh";
  const { broker, role, storing } = now;
  if (broker.environment.name !== was.broker.environment.name)
    return `moves to environment "${broker.environment.name}"`;
  if (broker.engine !== was.broker.engine) return `is to be of engine ${broker.engine}`;
  if (role !== was.role) return `is to be ${role === "edge" ? "an edge" : "a hub"}`;
  return storing === "events" ? undefined : "is to store nothing";
}
