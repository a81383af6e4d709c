import type { Provision, Workload } from "../model/workload.ts";
import type { ProvisionEffect, WorkloadEngine } from "../target.ts";
import type { Happening } from "./happening.ts";
import type { Order } from "./order.ts";
import type { OwnersOf } from "./owners.ts";
import type { Refusal } from "./plan.ts";
import type { PlanRequest } from "./plan-request.ts";
import { comparer } from "./alike.ts";
import { brokerWorkloads } from "./placed.ts";

/** What becomes of what is inside brokers, and what no broker does. */
export interface Inside {
  readonly happenings: readonly Happening[];
  readonly refused: readonly Refusal[];
}

/**
 * What is made, changed and given up inside brokers: made and changed once all of them are brought about, or where that is
 * held on to until then once it is let go, given up at the very end.
 */
export function provisionsOf(
  { before, held, expanded }: PlanRequest,
  order: Order,
  engines: ReadonlyMap<string, WorkloadEngine>,
  ownersOf: OwnersOf,
): Inside {
  const [old, now] = [brokerWorkloads(before?.workloads ?? []), brokerWorkloads(held.workloads)];
  const waits = waitingIn(expanded.workloads, held.workloads);
  const alike = comparer();
  const wider = expanded === held ? now : brokerWorkloads(expanded.workloads);
  const isHeldOnTo = (broker: string, was: Provision | undefined) =>
    was !== undefined &&
    (wider
      .get(broker)
      ?.provisions.some((one) => keyOf(one) === keyOf(was) && alike(one.settings, was.settings)) ??
      false);
  const byEngine = new Map<string, readonly Provision[]>();
  const beside = (engine: string): readonly Provision[] => {
    const known = byEngine.get(engine) ?? provisionsFor(engine, held.workloads);
    byEngine.set(engine, known);
    return known;
  };
  const happenings: Happening[] = [];
  const refused: Refusal[] = [];
  for (const broker of new Set([...old.keys(), ...now.keys()]))
    for (const [was, is] of pairs(alike, old.get(broker), now.get(broker))) {
      const workload = now.get(broker) ?? old.get(broker);
      const one = is ?? was;
      if (!workload || !one) continue;
      const said =
        is || !was || !waits.has(`${broker} ${keyOf(was)}`)
          ? effectOf(engines.get(workload.engine), was, is, workload.version, beside(workload.engine))
          : goesOnceDrawn;
      const owners = ownersOf(one);
      const isAlong = isLoss(said) && owners.isOfLinks && goesAlong(one, now.get(broker));
      if (said && "refused" in said) refused.push({ name: owners.name, why: said.refused });
      else if (said)
        happenings.push({
          broker,
          environment: workload.environment,
          instance: workload.instances[0]?.name ?? broker,
          wave: is ? (isHeldOnTo(broker, was) ? order.contract : order.last) : order.removal,
          ...(isAlong ? goesWithStream : said),
          about: [owners.touches[0] ?? `inside ${broker}`],
          also: owners.touches.slice(1),
          ...(owners.within !== undefined && { orElse: [owners.within] }),
        });
    }
  return { happenings, refused };
}

const goesOnceDrawn = {
  effect: "NONE",
  why: "what it holds is drawn up first, and then it goes",
  basis: "proved",
} as const;

const goesWithStream = { effect: "NONE", why: "it goes with its stream", basis: "proved" } as const;

function isLoss(said: ProvisionEffect | undefined): boolean {
  return said !== undefined && "effect" in said && said.effect === "DATA LOSS";
}

/** Whether the stream that something is in goes too, and what waits there is told of it. */
function goesAlong({ within }: Provision, now: Workload | undefined): boolean {
  return (
    within !== undefined && !now?.provisions.some((one) => one.within === undefined && one.name === within)
  );
}

/** What is inside brokers for longer than it is wanted, each with its broker: it goes once nothing waits in it. */
function waitingIn(expanded: readonly Workload[], held: readonly Workload[]): ReadonlySet<string> {
  if (expanded === held) return new Set();
  const keysOf = (workloads: readonly Workload[]) =>
    workloads.flatMap(({ broker, provisions }) => provisions.map((each) => `${broker} ${keyOf(each)}`));
  const kept = new Set(keysOf(held));
  return new Set(keysOf(expanded).filter((key) => !kept.has(key)));
}

function provisionsFor(engine: string, workloads: readonly Workload[]): readonly Provision[] {
  return workloads.flatMap((workload) => (workload.engine === engine ? workload.provisions : []));
}

function keyOf({ kind, within = "", name }: Provision): string {
  return `${kind} ${within} ${name}`;
}

/** What differs inside one broker. */
function pairs(
  alike: (a: unknown, b: unknown) => boolean,
  before: Workload | undefined,
  after: Workload | undefined,
): readonly (readonly [Provision | undefined, Provision | undefined])[] {
  const old = new Map((before?.provisions ?? []).map((each) => [keyOf(each), each]));
  const now = new Map((after?.provisions ?? []).map((each) => [keyOf(each), each]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    return was && is && alike(was.settings, is.settings) ? [] : [[was, is] as const];
  });
}

/** As the engine knows it; where it does not, what is given up counts as lost. */
function effectOf(
  engine: WorkloadEngine | undefined,
  before: Provision | undefined,
  after: Provision | undefined,
  version: string,
  beside: readonly Provision[],
): ProvisionEffect | undefined {
  if (engine?.effectOfProvision) return engine.effectOfProvision(before, after, version, beside);
  const { kind = "", name = "" } = after ?? before ?? {};
  const what = after ? (before ? "changes" : "is made") : "is given up";
  return { effect: after ? "NONE" : "DATA LOSS", why: `${kind} ${name} ${what}`, basis: "assumed" };
}
