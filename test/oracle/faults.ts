import type { Dice } from "./dice.ts";

/** What a random mesh is made to get wrong, if luck will have it. */
export type Fault =
  | "reference"
  | "sharing"
  | "residency"
  | "uplink"
  | "loop"
  | "unreachable"
  | "maxHops"
  | "forbid"
  | "overlap"
  | "group";

/** How often each fault is asked for, among the meshes that ask for any. */
const weights: readonly (readonly [Fault, number])[] = [
  ["reference", 7],
  ["sharing", 8],
  ["residency", 13],
  ["uplink", 9],
  ["loop", 15],
  ["unreachable", 27],
  ["maxHops", 20],
  ["forbid", 13],
  ["overlap", 10],
  ["group", 14],
];

/** None for one mesh in six, mostly one for the others (luck often has it that nothing comes of it), sometimes two. */
export function chooseFaults(dice: Dice): ReadonlySet<Fault> {
  const faults = new Set<Fault>();
  if (dice.chance(0.12)) return faults;
  const count = dice.chance(0.8) ? 1 : 2;
  for (let index = 0; index < count; index++) faults.add(weighted(dice));
  return faults;
}

function weighted(dice: Dice): Fault {
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  let left = dice.whole(total);
  for (const [fault, weight] of weights) {
    left -= weight;
    if (left < 0) return fault;
  }
  return "reference";
}
