import type { Result } from "../../compiler/diagnostics/result.ts";
import type { Source, Topology } from "../../compiler/model/topology.ts";
import type { Provision } from "../../compiler/model/workload.ts";
import { calledIn, nameIn } from "../../compiler/model/names.ts";
import { lossName } from "../../compiler/plan/may-lose.ts";
import { diagnose, success } from "../diagnose.ts";
import type { BroughtAbout } from "../up/bring-about.ts";
import type { Ground } from "../up/ground.ts";
import { poll } from "../up/poll.ts";
import type { BrokerChange } from "../up/provision-changes.ts";
import { provisionName } from "../../compiler/model/provision-name.ts";
import { inParallel } from "../verify/in-parallel.ts";
import type { StillHeld } from "./apply-options.ts";
import type { ApplyRun } from "./apply-run.ts";
import { notDrawnUp } from "./codes.ts";
import { removeInside } from "./remove-inside.ts";

/**
 * Waits until homes have drawn up what edges keep and are to keep no more, and then removes it there: nobody could once
 * the edge stores nothing, and it would come back with the next thing that it stores. Resolves to what is not drawn up
 * in time, of which nothing is removed.
 */
export async function drawUp(
  run: ApplyRun,
  { changes, ground }: Pick<BroughtAbout, "changes" | "ground">,
): Promise<Result<readonly StillHeld[]>> {
  const { expanded, held } = run.planned.topologies;
  const drawings = drawingsOf(expanded, held, changes);
  if (drawings.length === 0) return success([]);
  let left: readonly Left[] = [];
  const ask = async () => {
    left = (await inParallel(drawings, (drawing) => leftOf(ground, drawing))).flat();
    return left.length === 0 ? true : undefined;
  };
  const isDone = await poll(ground.host, ground.limits.drawn, ask, ground.interrupted);
  if (isDone !== true)
    return {
      ok: true,
      value: left.map((one) => heldOf(ground, one)),
      diagnostics: left.map((one) => tell(run, one)),
    };
  for (const { edge, provision } of drawings) {
    const removed = await removeAt(run, ground, edge, provision);
    if (!removed.ok) return removed;
  }
  const saved = await run.carrying.record.save();
  return saved.ok ? success([]) : saved;
}

/** What an edge is to keep no more, and where it and the home that draws from it are asked. */
interface Drawing {
  readonly source: Source;
  readonly provision: Provision;
  readonly edge: BrokerChange;
  /** Absent where the home's environment is not touched now. */
  readonly home?: BrokerChange;
}

interface Left {
  readonly source: Source;
  readonly events: number;
  readonly why?: string;
}

function drawingsOf(
  expanded: Topology,
  held: Topology,
  changes: readonly BrokerChange[],
): readonly Drawing[] {
  const kept = new Set(held.sources.map(({ name }) => name));
  const at = new Map(changes.map((change) => [change.broker, change]));
  return expanded.sources.flatMap((source) => {
    const edge = at.get(source.broker);
    const provision = edge?.wanted.find(({ kind, name }) => kind === "stream" && name === source.name);
    const home = at.get(source.stream.home);
    if (kept.has(source.name) || !edge || !provision) return [];
    return [{ source, provision, edge, ...(home && { home }) }];
  });
}

/** What is not drawn up: first the edge is asked what it has, then the home, which knows what of that it has not. */
async function leftOf(
  ground: BroughtAbout["ground"],
  { source, provision, edge, home }: Drawing,
): Promise<readonly Left[]> {
  const { lookUp } = ground;
  const called = (broker: string) => calledIn(ground, "brokers", broker);
  const kept = await asked(lookUp, edge, async ({ store, client }, seed) => {
    return (await store.waiting(client, seed, [provision]))?.at(0);
  });
  if (typeof kept === "string")
    return [{ source, events: 0, why: `${called(edge.broker)} cannot be asked: ${kept}` }];
  if (kept.held === 0) return [];
  if (!home) {
    const why = `${called(source.stream.home)} is not asked, since its environment is not applied now`;
    return [{ source, events: kept.held, why }];
  }
  const lacks = await asked(lookUp, home, ({ store, client }, seed) =>
    store.lacking(client, seed, [source.stream.name]),
  );
  if (typeof lacks === "string")
    return [{ source, events: kept.held, why: `${called(home.broker)} cannot be asked: ${lacks}` }];
  const events = lacks.get(source.name) ?? kept.held;
  return events > 0 ? [{ source, events }] : [];
}

/** What a broker says, or why it says nothing. */
async function asked<T>(
  lookUp: BroughtAbout["ground"]["lookUp"],
  change: BrokerChange,
  ask: (change: BrokerChange, seed: string) => Promise<T | undefined>,
): Promise<T | string> {
  const seed = lookUp({ kind: "seed", of: change.store.provisionerIdentity });
  if (seed === undefined) return "the key of who asks is not there";
  try {
    return (await ask(change, seed)) ?? "it does not answer";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function tell({ names, planned }: ApplyRun, { source, events, why }: Left) {
  const { before, held } = planned.topologies;
  const domain = nameIn(names, "domains", source.stream.domain);
  return diagnose(notDrawnUp, {
    edge: nameIn(names, "brokers", source.broker),
    stream: source.stream.name,
    allowed: lossName("domain", domain, [before, held], names),
    events,
    ...(why !== undefined && { why }),
  });
}

function heldOf(ground: Pick<Ground, "names">, { source, events, why }: Left): StillHeld {
  const waits = events === 1 ? "1 event waits" : `${events} events wait`;
  const told =
    why ?? `${waits} in "${source.name}" at ${calledIn(ground, "brokers", source.broker)} to be drawn up`;
  return { kind: "domain", name: calledIn(ground, "domains", source.stream.domain), events, why: [told] };
}

async function removeAt(
  { carrying: { record }, options }: ApplyRun,
  ground: BroughtAbout["ground"],
  { broker, instance, store, client }: BrokerChange,
  provision: Provision,
): Promise<Result<void>> {
  const { host, names, lookUp, interrupted, limits } = ground;
  const place = { broker, names, store, client, host, interrupted, seconds: limits.provision };
  const seed = lookUp({ kind: "seed", of: store.provisionerIdentity });
  const { diagnostics } = await removeInside({ ...place, seed, progress: options.progress }, [provision]);
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  const placed = record.instance(instance);
  if (!placed) return success(undefined);
  const { provisions = [], ...rest } = placed.record;
  const kept = provisions.filter((each) => provisionName(each) !== provisionName(provision));
  record.set(instance, placed.environment, { ...rest, ...(kept.length > 0 && { provisions: kept }) });
  return success(undefined);
}
