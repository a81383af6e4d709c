import { nameIn, type Names } from "../model/names.ts";
import type { Topology } from "../model/topology.ts";
import type { Provision, Workload } from "../model/workload.ts";
import { type Engine, isBrokerEngine, type WorkloadEngine } from "../target.ts";
import type { Happening } from "./happening.ts";
import { keptAt } from "./kept-at.ts";
import type { Order } from "./order.ts";
import { brokerWorkloads } from "./placed.ts";
import type { Inside } from "./provisions.ts";
import type { Refusal } from "./plan.ts";
import type { PlanRequest } from "./plan-request.ts";
import { instancesTouch } from "./touch.ts";

/** A broker before and after. */
interface Change {
  readonly was: Workload;
  readonly now: Workload;
  readonly engine: Engine;
}

/** What is lost, in words, and the stream that it is in. */
interface Lost {
  readonly why: string;
  readonly what: string;
  readonly within?: string;
}

/**
 * What brokers would not find any more of what they keep since their servers are others, by the rule of their engine: a
 * loss of the broker's, unless it is refused already what the broker becomes. What others copy cannot be given up at all,
 * for they go by its count.
 */
export function serverLosses(
  { before, expanded, held, refused }: PlanRequest,
  order: Order,
  engines: ReadonlyMap<string, WorkloadEngine>,
  names: Names = new Map(),
): Inside {
  const found: Inside & { readonly happenings: Happening[]; readonly refused: Refusal[] } = {
    happenings: [],
    refused: [],
  };
  if (!before) return found;
  const known = new Set(refused.map(({ name }) => name));
  const kept = keptAt(before.topology, new Set());
  const towards = (after: readonly Workload[], contract?: number) =>
    serverChanges(before.workloads, after, engines).map((change) => ({ change, contract }));
  // What a hub that leaves keeps together with others goes apart once that is let go.
  const changes = [
    ...towards(expanded.workloads),
    ...(held === expanded ? [] : towards(held.workloads, order.contract)),
  ];
  for (const { change, contract } of changes) {
    const { broker, environment, instances } = change.now;
    const own = kept.filter((one) => one.broker === broker);
    const lost = [...sessionsLost(change), ...own.flatMap((one) => lostOf(change, one))];
    const name = nameIn(names, "brokers", broker);
    if (lost.length === 0 || known.has(name)) continue;
    known.add(name);
    const copied = lost.find(({ within }) => within !== undefined && isCopied(held.topology, within));
    if (copied)
      found.refused.push({
        name,
        why: `${inWords(lost)}; what copies "${copied.within}" goes by its count, and would get nothing from one that begins anew`,
      });
    else
      found.happenings.push({
        broker,
        environment,
        instance: instances[0]?.name ?? broker,
        wave: contract ?? order.of.get(broker) ?? order.last,
        effect: "DATA LOSS",
        basis: "observed",
        why: inWords(lost),
        about: [instancesTouch(broker)],
        also: [],
      });
  }
  return found;
}

/** Brokers that there were and are, of the same engine in the same environment. */
function serverChanges(
  before: readonly Workload[],
  after: readonly Workload[],
  engines: ReadonlyMap<string, WorkloadEngine>,
): readonly Change[] {
  const old = brokerWorkloads(before);
  return [...brokerWorkloads(after).values()].flatMap((now) => {
    const was = old.get(now.broker);
    const engine = engines.get(now.engine);
    const isSame = was?.engine === now.engine && was.environment === now.environment;
    return was && isSame && engine && isBrokerEngine(engine) ? [{ was, now, engine }] : [];
  });
}

function lostOf(
  change: Change,
  { within, what }: Pick<Lost, "what"> & { readonly within: string },
): readonly Lost[] {
  const stream = change.was.provisions.find(({ kind, name }) => kind === "stream" && name === within);
  const why = whyLost(change, stream);
  return why === undefined ? [] : [{ why, what, within }];
}

/** What clients leave at a broker that goes on to be spoken to as they do. */
function sessionsLost(change: Change): readonly Lost[] {
  const listens = ({ instances: [first] }: Workload, listener: string) =>
    first?.listeners.some(({ name }) => name === listener) ?? false;
  const why = whyLost(change);
  if (why === undefined) return [];
  return change.engine.protocols.flatMap(({ name, keepsSessions, dialect: { listener } }) =>
    keepsSessions && listens(change.was, listener) && listens(change.now, listener)
      ? [{ why, what: `what clients left there that speak ${name}` }]
      : [],
  );
}

function whyLost({ was, now, engine }: Change, kept?: Provision): string | undefined {
  return engine.apart?.({ before: was.instances, after: now.instances }, kept);
}

function isCopied({ mirrors, sources }: Topology, within: string): boolean {
  return mirrors.some(({ stream }) => stream.name === within) || sources.some(({ name }) => name === within);
}

function inWords(lost: readonly Lost[]): string {
  const byWhy = new Map<string, Set<string>>();
  for (const { why, what } of lost) byWhy.set(why, (byWhy.get(why) ?? new Set<string>()).add(what));
  return [...byWhy].map(([why, what]) => `${why}, and it keeps ${[...what].join(", ")}`).join("; ");
}
