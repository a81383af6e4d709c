import { compare } from "../model/compare.ts";
import type { Broker, Event, LinkDeclaration } from "../model/mesh.ts";
import { pairKey } from "../model/pair-key.ts";
import { residencyAllows } from "../model/residency.ts";
import type { Needs } from "./needs.ts";

/**
 * The hub that an edge dials where it names none: one that may carry what the edge needs, then the least of
 * another residency, another region, link cost, name. `undefined` where every hub is forbidden or there is none.
 */
export function nearestHub(
  edge: Broker,
  hubs: readonly Broker[],
  needs: Needs<Event> | undefined,
  declarations: ReadonlyMap<string, LinkDeclaration>,
): Broker | undefined {
  const events = [...(needs?.publish ?? []), ...(needs?.subscribe ?? [])];
  let best: { hub: Broker; rank: readonly number[] } | undefined;
  for (const hub of hubs) {
    const declaration = declarations.get(pairKey(edge.name, hub.name));
    if (declaration?.via === "none") continue;
    const carries = events.every(
      (event) =>
        residencyAllows(event, hub.environment) && (declaration?.domains?.includes(event.domain) ?? true),
    );
    const rank = rankOf(edge, hub, carries, declaration?.cost ?? 1);
    if (!best || isLess(rank, hub.name, best.rank, best.hub.name)) best = { hub, rank };
  }
  return best?.hub;
}

function rankOf(edge: Broker, hub: Broker, carries: boolean, cost: number): readonly number[] {
  const [here, there] = [edge.environment, hub.environment];
  return [
    carries ? 0 : 1,
    here.residency === there.residency ? 0 : 1,
    here.region === there.region ? 0 : 1,
    cost,
  ];
}

function isLess(a: readonly number[], nameA: string, b: readonly number[], nameB: string): boolean {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? 0;
    if (left !== right) return left < right;
  }
  return compare(nameA, nameB) < 0;
}
