import type { AbstractMesh, AbstractPolicy, AbstractScope, ByName } from "./abstract-mesh.ts";
import type { Dice } from "./dice.ts";
import type { Fault } from "./faults.ts";

/** None to three policies: lenient ones, and such as are likely to be broken where that is asked for. */
export function randomPolicies(
  dice: Dice,
  mesh: Omit<AbstractMesh, "policies">,
  faults: ReadonlySet<Fault>,
): ByName<AbstractPolicy> {
  const policies: Record<string, AbstractPolicy> = {};
  const surroundings = (strict: boolean) => ({
    ...(dice.chance(strict ? 0.35 : 0.5) && { scope: randomScope(dice, mesh) }),
    ...(dice.chance(strict ? 0.05 : 0.4) && { severity: dice.pick(["error", "warning"] as const) }),
    ...(dice.chance(strict ? 0.25 : 0.5) && { except: [randomException(dice, mesh)] }),
  });
  if (dice.chance(0.25)) policies["near"] = { maxHops: dice.pick([3, 4, 5]), ...surroundings(false) };
  if (faults.has("maxHops"))
    policies["nearer"] = { maxHops: dice.pick([0, 1, 1, 1, 2]), ...surroundings(true) };
  if (dice.chance(0.25)) policies["kept"] = { forbid: forbidden(dice, ["cn"]), ...surroundings(false) };
  if (faults.has("forbid")) {
    const residencies = Object.values(mesh.environments).flatMap(({ residency }) => residency ?? []);
    policies["barred"] = {
      forbid: forbidden(dice, residencies.length > 0 ? residencies : ["eu"]),
      ...surroundings(true),
    };
  }
  return policies;
}

function forbidden(dice: Dice, residencies: readonly string[]): NonNullable<AbstractPolicy["forbid"]> {
  return {
    classification: dice.pick(["pii", "pii", "secret"]),
    residency: dice.pick(residencies),
    ...(dice.chance(0.4) && { action: dice.some(["carry", "read", "store"] as const, 1, 2) }),
  };
}

function randomScope(dice: Dice, mesh: Omit<AbstractMesh, "policies">): AbstractScope {
  const one = (names: readonly string[]) => dice.some(names, 1, 2);
  const scopes: readonly AbstractScope[] = [
    { domains: one(Object.keys(mesh.domains)) },
    { environments: one(Object.keys(mesh.environments)) },
    { teams: one(mesh.teams) },
    { applications: one(Object.keys(mesh.applications)) },
    { teams: one(mesh.teams), environments: one(Object.keys(mesh.environments)) },
  ];
  return dice.pick(scopes);
}

function randomException(dice: Dice, mesh: Omit<AbstractMesh, "policies">) {
  const until = dice.pick([undefined, "2025-12-31", "2026-02-28", "2026-03-01", "2026-03-01", "2027-01-01"]);
  return { ...randomScope(dice, mesh), why: "agreed", ...(until !== undefined && { until }) };
}
