import type { PlanBasis, Serials } from "./recorded-plan.ts";

/** What moved since a plan was made, a clause each; none = the plan still holds. `file` names a document for people. */
export function whatMoved(
  planned: PlanBasis,
  now: PlanBasis,
  file: (document: "mesh" | `environments/${string}`) => string,
): readonly string[] {
  const moved: string[] = [];
  if (planned.manifest !== now.manifest) moved.push("the manifest changed");
  if (planned.compiler !== now.compiler)
    moved.push(`it was made by meshc ${planned.compiler}, and this is ${now.compiler}`);
  if (!isSame(planned.environments, now.environments)) moved.push("it is for other environments");
  if (!isSame(planned.mayLose, now.mayLose)) moved.push("it lets other events be lost");
  return [...moved, ...movedSerials(planned.serials, now.serials, file)];
}

/** Documents that were written since a plan was made. */
export function movedSerials(
  planned: Serials,
  now: Serials,
  file: (document: "mesh" | `environments/${string}`) => string,
): readonly string[] {
  const moved: string[] = [];
  const compareOne = (name: "mesh" | `environments/${string}`, before = 0, after = 0): void => {
    if (before !== after) moved.push(`${file(name)} moved from serial ${before} to ${after}`);
  };
  compareOne("mesh", planned.mesh, now.mesh);
  const names = new Set([...Object.keys(planned.environments), ...Object.keys(now.environments)]);
  for (const name of [...names].toSorted())
    compareOne(`environments/${name}`, planned.environments[name], now.environments[name]);
  return moved;
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return JSON.stringify(some.toSorted()) === JSON.stringify(others.toSorted());
}
