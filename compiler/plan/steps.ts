import type { Effect } from "../model/effect.ts";
import { partKey } from "../model/part.ts";
import type { Workload, WorkloadInstance } from "../model/workload.ts";
import type { Step, WorkloadEngine } from "../target.ts";
import type { Happening } from "./happening.ts";
import type { Order } from "./order.ts";
import type { PlanRequest } from "./plan-request.ts";
import { placedInstances, type Placed } from "./placed.ts";
import { generalTouch, instancesTouch, partTouch, processTouch, type Touch, wholeTouch } from "./touch.ts";
import { sameInstance } from "./same-instance.ts";
import { versionStep } from "./version-step.ts";

type Engines = ReadonlyMap<string, WorkloadEngine>;

/**
 * What is done to instances: first towards the expanded mesh, broker by broker, then from that to the one that holds; in
 * the end those go that are in it no more.
 */
export function stepsOf(request: PlanRequest, order: Order, engines: Engines): readonly Happening[] {
  const { before, expanded, held } = request;
  const old = placedInstances(before?.workloads ?? []);
  const wider = placedInstances(expanded.workloads);
  const last = held === expanded ? wider : placedInstances(held.workloads);
  const known = new Set([...old.values()].map(({ workload }) => workload.broker));
  const staying = new Set([...last.values()].map(({ workload }) => workload.broker));
  const towards = [...wider.values()].flatMap((to) => {
    const { broker } = to.workload;
    const wave = order.of.get(broker) ?? order.last;
    const from = old.get(to.instance.name);
    return from ? changed(request, from, to, wave, engines) : [started(to, wave, known.has(broker))];
  });
  const back =
    held === expanded
      ? []
      : [...last.values()].flatMap((to) => {
          const from = wider.get(to.instance.name);
          return from ? changed(request, from, to, order.contract, engines) : [];
        });
  const ended = [...new Map([...old, ...wider]).values()].filter(({ instance }) => !last.has(instance.name));
  return [
    ...towards,
    ...back,
    ...ended.map((each) => stopped(each, order.removal, staying.has(each.workload.broker))),
  ];
}

function at({ workload: { broker, environment }, instance }: Placed, wave: number) {
  return { broker, environment, instance: instance.name, wave };
}

/** What an instance is found under as a whole. */
function wholes({ workload: { broker }, instance }: Placed): readonly Touch[] {
  return [linkOf(instance) ?? instancesTouch(broker)];
}

function linkOf({ beside, name }: WorkloadInstance): Touch | undefined {
  return beside === undefined ? undefined : processTouch(name.slice("link.".length));
}

function started(to: Placed, wave: number, isBeside: boolean): Happening {
  const { broker } = to.workload;
  const why = `${to.instance.name} is started`;
  const also = isBeside ? [] : [generalTouch(broker), wholeTouch(broker)];
  return { ...at(to, wave), effect: "NONE", basis: "proved", why, about: wholes(to), also };
}

/** Clients of an instance that ends go on at the others; of a broker that leaves there are none any more. */
function stopped(from: Placed, wave: number, stays: boolean): Happening {
  const { broker } = from.workload;
  const isClientless = !stays || linkOf(from.instance) !== undefined;
  return {
    ...at(from, wave),
    effect: isClientless ? "NONE" : "ROLLING RESTART",
    basis: isClientless ? "proved" : "observed",
    why: `${from.instance.name} is ended`,
    about: wholes(from),
    also: stays ? [] : [generalTouch(broker), wholeTouch(broker)],
  };
}

function changed(
  request: PlanRequest,
  from: Placed,
  to: Placed,
  wave: number,
  engines: Engines,
): readonly Happening[] {
  const { engine, version } = to.workload;
  const several = from.workload.instances.length > 1;
  const renewed = versionStep(request, from, to);
  const isSame = from.instance === to.instance || sameInstance(from.instance, to.instance);
  const steps = isSame ? [] : (engines.get(engine)?.effectOf(from.instance, to.instance, version) ?? []);
  return [...renewed, ...steps].map((step) => {
    const { broker } = to.workload;
    const process = linkOf(to.instance);
    const about = process ? [process] : aboutOf(step, broker);
    return {
      ...at(to, wave),
      effect: effectOfStep(step, several),
      basis: step.basis ?? "observed",
      why: step.why,
      about,
      also: process ? [] : [wholeTouch(broker)],
    };
  });
}

function aboutOf({ about }: Step, broker: string): readonly Touch[] {
  return about ? about.map((part) => partTouch(broker, partKey(part))) : [generalTouch(broker)];
}

function effectOfStep({ kind, interrupts }: Step, several: boolean): Effect {
  if (kind === "start" || kind === "stop") return "NONE";
  if (kind === "reconnect" || interrupts) return "INTERRUPTS";
  if (kind === "reload") return "RELOAD";
  return several ? "ROLLING RESTART" : "INTERRUPTS";
}

/** Workloads of brokers by name, without those of processes that carry links. */
export function brokerWorkloads(workloads: readonly Workload[]): ReadonlyMap<string, Workload> {
  return new Map(
    workloads
      .filter(({ instances }) => instances.every(({ beside }) => beside === undefined))
      .map((workload) => [workload.broker, workload]),
  );
}
