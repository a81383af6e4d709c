import type { AbstractMesh, AbstractPolicy, AbstractScope } from "./abstract-mesh.ts";
import { today } from "./abstract-mesh.ts";
import type { Deposit } from "./deposits.ts";
import type { Journey } from "./proofs.ts";
import type { Action, Catalog, Use } from "./uses.ts";
import type { Finding } from "./verdict.ts";

/** What is judged: an event, and the applications that it is judged for. */
interface Case {
  readonly event: string;
  readonly applications: readonly string[];
  /** Brokers where it is judged: of its applications, and where it is stored if it is judged for that. */
  readonly places: readonly string[];
}

/** All that happens under any choice of targets: ways to subscribers, and of what is stored to its home. */
export interface Travels {
  readonly journeys: readonly Journey[];
  readonly deposits: readonly Deposit[];
  /** Where each stored event is stored, published or not: at home, and wherever there is a copy. */
  readonly kept: readonly { readonly event: string; readonly broker: string }[];
}

/** Policies that some journey, under some choice of targets, some subscription or some publisher breaks. */
export function policyFindings(catalog: Catalog, uses: ReadonlyMap<string, Use>, travels: Travels) {
  const errors: Finding[] = [];
  const warnings: Finding[] = [];
  for (const [name, policy] of Object.entries(catalog.mesh.policies)) {
    const isBroken =
      policy.maxHops !== undefined
        ? travels.journeys.some((journey) => isTooLong(catalog.mesh, policy, journey))
        : isForbidden(catalog, policy, uses, travels);
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
  { journeys, deposits, kept: stored }: Travels,
): boolean {
  const { classification = "", residency = "", action = ["carry", "store", "read"] } = policy.forbid ?? {};
  const kept = events
    .filter((event) => event.classification?.includes(classification))
    .map((event) => event.id);
  const isThere = (broker: string) => {
    const stands = mesh.environments[mesh.brokers[broker]?.environment ?? ""]?.residency;
    return stands === undefined || stands === residency;
  };
  const judged = (one: Case) => kept.includes(one.event) && applies(mesh, policy, one);
  const isCarriedThere = ({ path = [] }: Pick<Journey, "path">) => path.some(isThere);
  const carried =
    journeys.some((journey) => isCarriedThere(journey) && judged(caseOf(journey))) ||
    deposits.some(
      (deposit) =>
        isCarriedThere(deposit) &&
        judged({ event: deposit.event, applications: [deposit.publisher], places: [deposit.from] }),
    );
  const isStoredThere = stored.some(({ event, broker }) => {
    const publishers = [...uses].filter(([, { publish }]) => publish.has(event));
    const cases = publishers.map(([name, { places }]) => ({
      applications: [name],
      places: [...places, broker],
    }));
    const all = cases.length > 0 ? cases : [{ applications: [], places: [broker] }];
    return isThere(broker) && all.some((one) => judged({ event, ...one }));
  });
  const doneThere = (what: Action) =>
    [...uses].some(([application, use]) =>
      use.places
        .filter(isThere)
        .some((at) =>
          [...use[what].keys()].some((event) => judged({ event, applications: [application], places: [at] })),
        ),
    );
  return (
    (action.includes("carry") && (carried || doneThere("publish"))) ||
    (action.includes("store") && isStoredThere) ||
    (action.includes("read") && doneThere("subscribe"))
  );
}

function caseOf({ event, publisher, subscriber, from, to }: Journey): Case {
  return { event, applications: [publisher, subscriber], places: [from, to] };
}

function applies(mesh: AbstractMesh, policy: AbstractPolicy, judged: Case): boolean {
  if (!isWithin(mesh, policy.scope ?? {}, judged)) return false;
  return !(policy.except ?? []).some(
    (exception) =>
      (exception.until === undefined || today <= exception.until) && isWithin(mesh, exception, judged),
  );
}

function isWithin(mesh: AbstractMesh, scope: AbstractScope, { event, applications, places }: Case): boolean {
  const teams = applications.map((name) => mesh.applications[name]?.team ?? "");
  const environments = places.map((name) => mesh.brokers[name]?.environment ?? "");
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
