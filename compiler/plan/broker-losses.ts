import type { Topology } from "../model/topology.ts";
import { heldSources } from "./held-sources.ts";
import { lossKey } from "./loss-key.ts";
import { isAsSaid, type Stand } from "./stand.ts";

/**
 * Why brokers would lose what they keep: they leave, move, or are to be something that does not keep it. What is named in
 * `mayLose`, by its domain or by those who read it, counts as nothing.
 */
export function brokerLosses(
  before: Stand,
  held: Topology,
  mayLose: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const lost = new Map<string, string>();
  const drawn = new Set(heldSources(before.topology, held, mayLose).map(({ name }) => name));
  for (const [broker, keeps] of keptAt(before.topology, mayLose, drawn)) {
    const what = isAsSaid(before, broker) ? whatBecomes(before.topology, held, broker) : undefined;
    if (what !== undefined) lost.set(broker, `it ${what}, and keeps ${[...keeps].join(", ")}`);
  }
  return lost;
}

/** What brokers keep, in words, without sources that are drawn up first. */
function keptAt(
  { streams, mirrors, sources }: Topology,
  mayLose: ReadonlySet<string>,
  drawn: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const kept = new Map<string, Set<string>>();
  const add = (broker: string, what: string) =>
    kept.set(broker, (kept.get(broker) ?? new Set<string>()).add(what));
  for (const { domain, home, name } of streams)
    if (!mayLose.has(lossKey("domain", domain))) add(home, `the events of "${name}"`);
  for (const { broker, readers, stream } of mirrors) {
    if (mayLose.has(lossKey("domain", stream.domain))) continue;
    for (const reader of readers)
      if (!mayLose.has(lossKey("application", reader))) add(broker, `the place of "${reader}"`);
  }
  for (const { name, broker, stream } of sources)
    if (!mayLose.has(lossKey("domain", stream.domain)) && !drawn.has(name))
      add(broker, `what was published of "${stream.name}" and is not drawn up yet`);
  return kept;
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
