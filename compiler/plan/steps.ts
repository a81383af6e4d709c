import type { Step, WorkloadEngine } from "../target.ts";
import { comparer } from "./alike.ts";
import { changed, happeningAt, processOf } from "./changed-instance.ts";
import { endsAlong } from "./ends-along.ts";
import type { Happening } from "./happening.ts";
import type { Order } from "./order.ts";
import type { PlanRequest } from "./plan-request.ts";
import { brokerWorkloads, placedInstances, type Placed } from "./placed.ts";
import { generalTouch, instancesTouch, type Touch, wholeTouch } from "./touch.ts";
import { versionStep } from "./version-step.ts";

type Engines = ReadonlyMap<string, WorkloadEngine>;

/**
 * What is done to instances: first towards the expanded mesh, broker by broker, then from that to the one that holds; in
 * the end those go that are in it no more, but for those beside one that is to know no others: they go with its start.
 */
export function stepsOf(request: PlanRequest, order: Order, engines: Engines): readonly Happening[] {
  const { before, expanded, held } = request;
  const old = placedInstances(before?.workloads ?? []);
  const wider = placedInstances(expanded.workloads);
  const last = held === expanded ? wider : placedInstances(held.workloads);
  const alike = comparer();
  const stepsBetween = ({ instance }: Placed, to: Placed): readonly Step[] => {
    const { engine, version } = to.workload;
    if (alike(instance, to.instance)) return [];
    return engines.get(engine)?.effectOf(instance, to.instance, version) ?? [];
  };
  const known = new Set([...old.values()].map(({ workload }) => workload.broker));
  const staying = new Set([...last.values()].map(({ workload }) => workload.broker));
  const towards = [...wider.values()].flatMap((to) => {
    const { broker } = to.workload;
    const wave = order.of.get(broker) ?? order.last;
    const from = old.get(to.instance.name);
    if (!from) return [started(to, wave, known.has(broker))];
    const anew = changed(from, to, versionStep(request, from, to), wave);
    const beside = changed(from, to, stepsBetween(from, to), wave);
    return [...anew, ...(anew.length > 0 ? beside.map(covered) : beside)];
  });
  const back =
    held === expanded
      ? []
      : [...last.values()].flatMap((to) => {
          const from = wider.get(to.instance.name);
          return from ? changed(from, to, stepsBetween(from, to), order.contract) : [];
        });
  const wanted = brokerWorkloads(expanded.workloads);
  const endOf = ({ workload: { broker, environment }, instance }: Placed) => {
    const now = wanted.get(broker);
    const isAlong = now?.environment === environment && endsAlong(instance, now, engines.get(now.engine));
    return (isAlong ? order.of.get(broker) : undefined) ?? order.removal;
  };
  const ended = [...new Map([...old, ...wider]).values()].filter(({ instance }) => !last.has(instance.name));
  return [
    ...towards,
    ...back,
    ...ended.map((each) => stopped(each, endOf(each), staying.has(each.workload.broker))),
  ];
}

/** Another version writes some of its files otherwise, which no entry of the mesh tells of: its restart is told already. */
function covered(happening: Happening): Happening {
  return happening.restarts ? { ...happening, covered: true } : happening;
}

/** What an instance is found under as a whole. */
function wholes({ workload: { broker }, instance }: Placed): readonly Touch[] {
  return [processOf(instance) ?? instancesTouch(broker)];
}

function started(to: Placed, wave: number, isBeside: boolean): Happening {
  const { broker } = to.workload;
  const why = `${to.instance.name} is started`;
  const also = isBeside ? [] : [generalTouch(broker), wholeTouch(broker)];
  return { ...happeningAt(to, wave), effect: "NONE", basis: "proved", why, about: wholes(to), also };
}

/** Clients of an instance that ends go on at the others; of a broker that leaves there are none any more. */
function stopped(from: Placed, wave: number, stays: boolean): Happening {
  const { broker } = from.workload;
  const isClientless = !stays || processOf(from.instance) !== undefined;
  return {
    ...happeningAt(from, wave),
    effect: isClientless ? "NONE" : "ROLLING RESTART",
    basis: isClientless ? "proved" : "observed",
    why: `${from.instance.name} is ended`,
    about: wholes(from),
    also: stays ? [] : [generalTouch(broker), wholeTouch(broker)],
  };
}
