import type { AbstractBroker, AbstractLink, AbstractMesh, ByName } from "./abstract-mesh.ts";
import type { Dice } from "./dice.ts";
import type { Fault } from "./faults.ts";
import { canDial, isRandomHub } from "./random-brokers.ts";

type Base = Pick<AbstractMesh, "environments" | "brokers" | "domains">;

/** Entries of `links` for some pairs of brokers: costs, domains, pins, forbidden pairs. */
export function randomLinks(dice: Dice, base: Base, faults: ReadonlySet<Fault>): ByName<AbstractLink> {
  const names = Object.keys(base.brokers);
  const links: Record<string, AbstractLink> = {};
  const pinned = new Set<string>();
  for (const [index, a] of names.entries()) {
    for (const b of names.slice(index + 1)) {
      if (!dice.chance(faults.has("unreachable") ? 0.5 : 0.22)) continue;
      const between = dice.chance(0.5) ? ([a, b] as const) : ([b, a] as const);
      const entry = randomEntry(dice, base, between, pinned, faults);
      if (entry) links[`l${dice.whole(30)}-${a}-${b}`] = { between, ...entry };
    }
  }
  return links;
}

function randomEntry(
  dice: Dice,
  base: Base,
  between: readonly [string, string],
  pinned: Set<string>,
  faults: ReadonlySet<Fault>,
): Omit<AbstractLink, "between"> | undefined {
  const [a, b] = between.map((name) => base.brokers[name]);
  const hubs = [a, b].filter((broker) => isRandomHub(base.environments, broker)).length;
  const cost = dice.chance(0.5) ? { cost: dice.pick([1, 2, 5]) } : {};
  if (hubs === 2) return dice.chance(0.5) ? { via: "gateway", ...cost } : cost;
  const named = isNamed(between, a, b);
  const domains = domainsFor(dice, base, faults);
  if (named) return { ...(dice.chance(0.3) && { via: "leafnode" }), ...cost, ...domains };
  if (hubs === 1 && dice.chance(0.15)) return { via: "none" };
  if (hubs === 0 && dice.chance(0.3)) return { via: "none" };
  return { ...freePin(dice, base, between, pinned), ...cost, ...domains };
}

/**
 * A pin that gives an edge without uplink its one uplink, never closing a circle: towards a hub, or towards an edge
 * that is named earlier, as uplinks are.
 */
function freePin(
  dice: Dice,
  base: Base,
  between: readonly [string, string],
  pinned: Set<string>,
): { readonly via?: string } {
  if (!dice.chance(0.4)) return {};
  const [first, second] = between.filter((name) => !isRandomHub(base.environments, base.brokers[name]));
  if (first === undefined) return {};
  const edge = second !== undefined && dialsLater(base, first, second) ? second : first;
  const target = edge === between[0] ? between[1] : between[0];
  const names = Object.keys(base.brokers);
  const isBack = second !== undefined && names.indexOf(edge) < names.indexOf(target);
  const place = (name: string) => base.brokers[name]?.environment ?? "";
  if (isBack || !canDial(base.environments, place(edge), place(target))) return {};
  if (pinned.has(edge) || base.brokers[edge]?.uplink !== undefined) return {};
  pinned.add(edge);
  return { via: "leafnode" };
}

/** Of two edges the first dials, unless only the second is where nobody can dial. */
function dialsLater({ environments, brokers }: Base, first: string, second: string): boolean {
  const isOpen = (name: string) => environments[brokers[name]?.environment ?? ""]?.dialable !== false;
  return isOpen(first) && !isOpen(second);
}

function isNamed(
  [a, b]: readonly [string, string],
  first: AbstractBroker | undefined,
  second: AbstractBroker | undefined,
): boolean {
  return [first?.uplink ?? []].flat().includes(b) || [second?.uplink ?? []].flat().includes(a);
}

function domainsFor(
  dice: Dice,
  base: Base,
  faults: ReadonlySet<Fault>,
): { readonly domains?: readonly string[] } {
  const all = Object.keys(base.domains);
  const strict = faults.has("unreachable");
  if (!dice.chance(strict ? 0.8 : 0.2)) return {};
  return {
    domains: dice.some(
      all,
      strict ? 1 : Math.max(1, all.length - 1),
      strict ? Math.max(1, all.length - 1) : all.length,
    ),
  };
}

/** Adds links that close a circle: a second way for an edge, a leaf connection between hubs, uplinks in a ring. */
export function closeCircles(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const names = dice.shuffle(Object.keys(mesh.brokers));
  const edges = names.filter((name) => !isRandomHub(mesh.environments, mesh.brokers[name]));
  const hubs = names.filter((name) => !edges.includes(name));
  const placeOf = (name: string) => mesh.brokers[name]?.environment ?? "";
  if (edges.length >= 2 && dice.chance(0.45)) {
    const ring = edges.slice(0, 2 + dice.whole(Math.min(2, edges.length - 1)));
    const brokers: Record<string, AbstractBroker> = { ...mesh.brokers };
    for (const [index, edge] of ring.entries()) {
      const next = ring[(index + 1) % ring.length] ?? edge;
      if (!canDial(mesh.environments, placeOf(edge), placeOf(next))) continue;
      const others = hubs.slice(0, dice.whole(2)).filter((hub) => hub !== next);
      const entry = brokers[edge];
      if (entry) brokers[edge] = { ...entry, uplink: dice.shuffle([next, ...others]) };
    }
    return { ...mesh, brokers };
  }
  const [a, b] = dice.chance(0.4)
    ? hubs
    : edges.slice(0, 1).concat(dice.shuffle([...hubs, ...edges.slice(1)]));
  if (a === undefined || b === undefined) return mesh;
  const others = Object.entries(mesh.links).filter(
    ([, { between }]) => !between.includes(a) || !between.includes(b),
  );
  const pin = { between: [a, b], via: "leafnode" } as const;
  return { ...mesh, links: { ...Object.fromEntries(others), [`x-${a}-${b}`]: pin } };
}
