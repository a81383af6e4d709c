import type { Change, Plan } from "../../compiler/plan/plan.ts";

/** A change of a plan that was made by hand. */
export function change(parts: Partial<Change> = {}): Change {
  return {
    environment: "cloud",
    kind: "broker",
    name: "core",
    action: "change",
    effect: "RELOAD",
    basis: "observed",
    wave: 1,
    reason: "rights of billing are others",
    flows: [],
    applications: [],
    ...parts,
  };
}

/** A plan that was made by hand. */
export function plan(changes: readonly Change[], parts: Partial<Plan> = {}): Plan {
  return { mesh: "shop", changes, refused: [], toAllow: [], noted: [], waves: [], meanwhile: [], ...parts };
}

/** Two changes at each of so many plants, an environment each, whose names differ in a number. */
export function atPlants(count: number): readonly Change[] {
  return Array.from({ length: count }, (_, index) => String(index + 1).padStart(4, "0")).flatMap((number) => [
    change({
      environment: `plant-${number}`,
      name: `edge-${number}`,
      wave: 2,
      reason: `edge-${number} keeps telemetry for 2d, no more for 1d`,
      flows: [`telemetry.read: mes-${number} -> lake`],
      applications: [`mes-${number}`],
    }),
    change({
      environment: `plant-${number}`,
      kind: "link",
      name: `edge-${number}.uplink`,
      effect: "INTERRUPTS",
      wave: 2,
      reason: `rights of edge-${number}.uplink are others, so that it dials anew`,
    }),
  ]);
}
