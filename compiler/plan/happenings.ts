import type { Effect } from "../model/effect.ts";
import { partKey } from "../model/part.ts";
import type { Workload, WorkloadInstance } from "../model/workload.ts";
import type { Step, WorkloadEngine } from "../target.ts";
import type { Happening } from "./happening.ts";
import type { Order } from "./order.ts";
import type { Side } from "./plan-request.ts";

type Engines = ReadonlyMap<string, WorkloadEngine>;

/** An instance with the workload that it is of. */
interface Placed {
  readonly workload: Workload;
  readonly instance: WorkloadInstance;
}

/** What is done to instances: first towards the expanded mesh, broker by broker, then from that to the one that holds. */
export function stepsOf(
  before: Side | undefined,
  expanded: Side,
  held: Side,
  order: Order,
  engines: Engines,
): readonly Happening[] {
  const old = placed(before?.workloads ?? []);
  const wider = placed(expanded.workloads);
  const last = placed(held.workloads);
  const brokers = new Set([...old.values()].map(({ workload }) => workload.broker));
  const towards = [...wider.values()].flatMap((to) => {
    const wave = order.of.get(to.workload.broker) ?? order.last;
    const from = old.get(to.instance.name);
    if (!from) return [started(to, wave, brokers.has(to.workload.broker))];
    return changed(from, to, wave, engines);
  });
  const back = [...last.values()].flatMap((to) => {
    const from = wider.get(to.instance.name);
    return from ? changed(from, to, order.contract, engines) : [];
  });
  const staying = new Set([...last.values()].map(({ workload }) => workload.broker));
  const ended = [...new Map([...old, ...wider]).values()]
    .filter(({ instance }) => !last.has(instance.name))
    .map((each) => stopped(each, order.removal, staying.has(each.workload.broker)));
  return [...towards, ...back, ...ended];
}

function placed(workloads: readonly Workload[]): ReadonlyMap<string, Placed> {
  return new Map(
    workloads.flatMap((workload) =>
      workload.instances.map((instance) => [instance.name, { workload, instance }] as const),
    ),
  );
}

function at({ workload, instance }: Placed, wave: number) {
  const { broker, environment } = workload;
  return { broker, environment, instance: instance.name, wave };
}

function started(to: Placed, wave: number, known: boolean): Happening {
  const why = known ? `${to.instance.name} is started beside the others` : `${to.instance.name} is started`;
  return { ...at(to, wave), effect: "NONE", basis: "proved", why, starts: true };
}

/** Clients of an instance that ends go on at the others; of a broker that leaves there are none any more. */
function stopped(from: Placed, wave: number, stays: boolean): Happening {
  const effect: Effect = stays ? "ROLLING RESTART" : "NONE";
  const basis = stays ? "observed" : "proved";
  return { ...at(from, wave), effect, basis, why: `${from.instance.name} is ended`, stops: true };
}

function changed(from: Placed, to: Placed, wave: number, engines: Engines): readonly Happening[] {
  const { engine, version } = to.workload;
  const several = from.workload.instances.length > 1;
  const versions = from.workload.version === version && from.workload.engine === engine;
  const restart: Step = {
    kind: "restart",
    instance: to.instance.name,
    why: `${from.workload.version} becomes ${version}`,
    about: [{ kind: "version" }],
  };
  const steps = engines.get(engine)?.effectOf(from.instance, to.instance, version) ?? [];
  return (versions ? steps : [restart, ...steps]).map((step) => ({
    ...at(to, wave),
    effect: effectOfStep(step, several),
    basis: step.basis ?? "observed",
    why: step.why,
    ...(step.about && { about: step.about.map(partKey) }),
  }));
}

function effectOfStep({ kind, interrupts }: Step, several: boolean): Effect {
  if (kind === "start" || kind === "stop") return "NONE";
  if (kind === "reconnect" || interrupts) return "INTERRUPTS";
  if (kind === "reload") return "RELOAD";
  return several ? "ROLLING RESTART" : "INTERRUPTS";
}
