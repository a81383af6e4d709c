import { compare } from "../model/compare.ts";
import { weakestOf, worstOf } from "../model/effect.ts";
import type { Happening } from "./happening.ts";
import { stepsOf } from "./happenings.ts";
import { type Order, orderOf } from "./order.ts";
import type { Action, Change, Plan, Wave } from "./plan.ts";
import type { PlanRequest } from "./plan-request.ts";

/**
 * What stands between the mesh as it was applied and the one that is to hold: entry by entry, with what it takes as
 * the engines know it. Pure: the same request gives the same plan, whatever the order of keys in the manifests.
 */
export function makePlan(request: PlanRequest): Plan {
  const { before, expanded, held, meanwhile, refused } = request;
  const engines = new Map(request.engines.map((engine) => [engine.name, engine]));
  const order = orderOf(expanded.topology);
  const steps = stepsOf(before, expanded, held, order, engines);
  const brokers = new Set([...(before?.topology.brokers.keys() ?? []), ...held.topology.brokers.keys()]);
  const changes = [...brokers].flatMap((name) => brokerChange(name, request, order, steps));
  const isChosen = (environment: string) =>
    request.environments.length === 0 || request.environments.includes(environment);
  const chosen = changes.filter(({ environment }) => isChosen(environment)).toSorted(byPlace);
  const done = steps.filter(({ environment }) => isChosen(environment));
  return { mesh: request.mesh, changes: chosen, refused, waves: wavesOf(order, done), meanwhile };
}

function brokerChange(
  name: string,
  { before, held }: PlanRequest,
  order: Order,
  steps: readonly Happening[],
): readonly Change[] {
  const own = steps.filter(({ broker }) => broker === name);
  if (own.length === 0) return [];
  const [old, now] = [before?.topology.brokers.get(name), held.topology.brokers.get(name)];
  const action: Action = old ? (now ? "change" : "remove") : "add";
  return [
    {
      environment: (now ?? old)?.broker.environment.name ?? "",
      kind: "broker",
      name,
      action,
      effect: worstOf(own.map(({ effect }) => effect)),
      basis: weakestOf(own.map(({ basis }) => basis)),
      wave: Math.max(...own.map(({ wave }) => wave), order.of.get(name) ?? 1),
      reason: [...new Set(own.map(({ why }) => why))].join("; "),
      flows: [],
      applications: [],
    },
  ];
}

function byPlace(a: Change, b: Change): number {
  return compare(a.environment, b.environment) || compare(a.kind, b.kind) || compare(a.name, b.name);
}

function wavesOf({ last, contract, removal }: Order, steps: readonly Happening[]): readonly Wave[] {
  const brokersIn = (number: number) =>
    [...new Set(steps.flatMap(({ broker, wave }) => (wave === number ? [broker] : [])))].toSorted(compare);
  const titleOf = (number: number) => {
    if (number === contract) return "what was held on to";
    if (number === removal) return "removal";
    return number === 1 ? "hubs" : `those that dial wave ${number - 1}`;
  };
  const all = Array.from({ length: last + 2 }, (_, index) => index + 1);
  const waves = all.map((number) => ({ number, title: titleOf(number), brokers: brokersIn(number) }));
  return waves.slice(0, waves.findLastIndex(({ brokers }) => brokers.length > 0) + 1);
}
