import type { AbstractMesh, AbstractPolicy, AbstractScope } from "./abstract-mesh.ts";
import { today } from "./abstract-mesh.ts";
import type { Journey } from "./proofs.ts";
import type { Action, Catalog, Use } from "./uses.ts";
import type { Finding } from "./verdict.ts";

/** What is judged: an event, and the applications that it is judged for. */
interface Case {
  readonly event: string;
  readonly applications: readonly string[];
}

/** Policies that some journey, under some choice of targets, some subscription or some publisher breaks. */
export function policyFindings(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  journeys: readonly Journey[],
) {
  const errors: Finding[] = [];
  const warnings: Finding[] = [];
  for (const [name, policy] of Object.entries(catalog.mesh.policies)) {
    const isBroken =
      policy.maxHops !== undefined
        ? journeys.some((journey) => isTooLong(catalog.mesh, policy, journey))
        : isForbidden(catalog, policy, uses, journeys);
    if (!isBroken) continue;
    const category = policy.maxHops === undefined ? "forbid" : "maxHops";
    (policy.severity === "warning" ? warnings : errors).push({ category, names: [name] });
  }
  return { errors, warnings };
}

function isTooLong(mesh: AbstractMesh, policy: AbstractPolicy, journey: Journey): boolean {
  if (!journey.path || !applies(mesh, policy, caseOf(journey))) return false;
  return journey.path.length - 1 > (policy.maxHops ?? Infinity);
}

function isForbidden(
  { mesh, events }: Catalog,
  policy: AbstractPolicy,
  uses: ReadonlyMap<string, Use>,
  journeys: readonly Journey[],
): boolean {
  const { classification = "", residency = "", action = ["carry", "store", "read"] } = policy.forbid ?? {};
  const kept = events
    .filter((event) => event.classification?.includes(classification))
    .map((event) => event.id);
  const isThere = (broker: string) => {
    const stands = mesh.environments[mesh.brokers[broker]?.environment ?? ""]?.residency;
    return stands === undefined || stands === residency;
  };
  const carried = journeys.some(
    (journey) =>
      kept.includes(journey.event) &&
      (journey.path ?? []).some(isThere) &&
      applies(mesh, policy, caseOf(journey)),
  );
  const doneThere = (what: Action) =>
    [...uses].some(
      ([application, use]) =>
        isThere(mesh.applications[application]?.broker ?? "") &&
        kept
          .filter((event) => use[what].has(event))
          .some((event) => applies(mesh, policy, { event, applications: [application] })),
    );
  return (
    (action.includes("carry") && (carried || doneThere("publish"))) ||
    (action.includes("read") && doneThere("subscribe"))
  );
}

function caseOf({ event, publisher, subscriber }: Journey): Case {
  return { event, applications: [publisher, subscriber] };
}

function applies(mesh: AbstractMesh, policy: AbstractPolicy, judged: Case): boolean {
  if (!isWithin(mesh, policy.scope ?? {}, judged)) return false;
  return !(policy.except ?? []).some(
    (exception) =>
      (exception.until === undefined || today <= exception.until) && isWithin(mesh, exception, judged),
  );
}

function isWithin(mesh: AbstractMesh, scope: AbstractScope, { event, applications }: Case): boolean {
  const teams = applications.map((name) => mesh.applications[name]?.team ?? "");
  const brokers = applications.map((name) => mesh.applications[name]?.broker ?? "");
  const environments = brokers.map((name) => mesh.brokers[name]?.environment ?? "");
  return (
    hits(scope.domains, [event.split(".")[0] ?? ""]) &&
    hits(scope.environments, environments) &&
    hits(scope.teams, teams) &&
    hits(scope.applications, applications)
  );
}

function hits(list: readonly string[] | undefined, names: readonly string[]): boolean {
  return list === undefined || names.some((name) => list.includes(name));
}
