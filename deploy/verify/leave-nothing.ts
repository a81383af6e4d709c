import type { LiveStore } from "../../compiler/live.ts";
import type { Endpoint } from "../../compiler/model/address.ts";
import { compare } from "../../compiler/model/compare.ts";
import type { Event } from "../../compiler/model/mesh.ts";
import { deadLettersOf } from "../../compiler/model/dead-letters.ts";
import { calledIn } from "../../compiler/model/names.ts";
import type { Identity, Topology } from "../../compiler/model/topology.ts";
import { inParallel } from "./in-parallel.ts";
import { probeBeginning, probeHeader } from "./ledger.ts";
import type { LeftOver } from "./report.ts";
import { type Ground, instancesOf } from "./session.ts";

/** A stream, or a copy of one, and what tells of those of its events that were given up. */
interface Kept {
  readonly broker: string;
  readonly stream: string;
  readonly told?: string;
  /** Whether some publish to it who speak a protocol without headers. */
  readonly withoutHeaders: boolean;
}

/** What is removed first, so that nothing more of it is copied: what edges keep, then homes, then copies. */
type Stages = readonly (readonly Kept[])[];

/** Number of the last event of each stream that is there, before anything was sent, by its name; or why it is not known. */
export type Ends = ReadonlyMap<string, number | string>;

/** Looks where the streams of a mesh end. */
export async function endsOf(ground: Ground): Promise<Ends> {
  const ends = new Map<string, number | string>();
  const kept = stagesOf(ground).flat();
  await inParallel([...new Set(kept.map(({ broker }) => broker))], async (broker) => {
    const names = kept.filter((one) => one.broker === broker).flatMap(namesOf);
    const found = await askedAt(ground, broker, ({ store, client, seed }) =>
      store.lastKept(client, seed, names),
    );
    if (typeof found === "string") names.forEach((name) => ends.set(name, found));
    else found.forEach((number, name) => ends.set(name, number));
  });
  return ends;
}

/**
 * Removes the probes of a run from all streams: with them go those that wait at durables. What cannot be removed is
 * told, sorted by stream.
 */
export async function leaveNothing(ground: Ground, runId: string, ends: Ends): Promise<readonly LeftOver[]> {
  const left: LeftOver[] = [];
  for (const stage of stagesOf(ground)) {
    await inParallel(stage, async (kept) => {
      const why = await whyLeft(ground, kept, runId, ends);
      if (why !== undefined) left.push({ stream: kept.stream, broker: kept.broker, why });
    });
  }
  return left.toSorted((a, b) => compare(a.stream, b.stream));
}

async function whyLeft(
  ground: Ground,
  { broker, stream, told, withoutHeaders }: Kept,
  value: string,
  ends: Ends,
): Promise<string | undefined> {
  const after = ends.get(stream);
  if (typeof after !== "number") return after;
  const toldAfter = ends.get(told ?? "");
  const swept = await askedAt(ground, broker, ({ store, client, seed }) =>
    store.sweep(client, seed, {
      stream,
      after,
      header: probeHeader,
      value,
      ...(withoutHeaders && { beginning: probeBeginning(value) }),
      ...(told !== undefined &&
        typeof toldAfter === "number" && { told: { stream: told, after: toldAfter } }),
    }),
  );
  return typeof swept === "string" ? swept : swept.left;
}

function namesOf({ stream, told }: Kept): readonly string[] {
  return told === undefined ? [stream] : [stream, told];
}

function stagesOf({ topology, engines }: Ground): Stages {
  const { sources, streams, mirrors, durables } = topology;
  const told = new Map<string, string>();
  for (const each of durables) {
    const letters = deadLettersOf(each);
    if (letters !== undefined) told.set(each.mirror ?? each.stream, letters);
  }
  const kept = (stream: string, broker: string, events: readonly Event[]): Kept => {
    const letters = told.get(stream);
    const engine = engines.get(topology.brokers.get(broker)?.broker.engine ?? "");
    const withoutHeaders = publishersOf(topology, events).some(
      ({ protocol }) => protocol !== engine?.protocols[0].name,
    );
    return { stream, broker, withoutHeaders, ...(letters !== undefined && { told: letters }) };
  };
  return [
    sources.map(({ name, broker, events }) => kept(name, broker, events)),
    streams.map(({ name, home, events }) => kept(name, home, events)),
    mirrors.map(({ name, broker, stream }) => kept(name, broker, stream.events)),
  ];
}

function publishersOf({ mesh, identities }: Topology, events: readonly Event[]): readonly Identity[] {
  const publishers = [...mesh.applications.values()].filter(({ publish }) =>
    publish.some(({ accesses }) => accesses.some(({ event }) => events.includes(event))),
  );
  const names = new Set(publishers.map(({ name }) => `application.${name}`));
  return identities.filter(({ name }) => names.has(name));
}

/** Asks as whoever provisions, at the first instance of a broker that can be asked; resolves to words if none can. */
async function askedAt<T>(
  { topology, engines, running }: Ground,
  broker: string,
  ask: (at: AsProvisioner) => Promise<T | undefined>,
): Promise<T | string> {
  const engine = engines.get(topology.brokers.get(broker)?.broker.engine ?? "");
  const store = engine?.live.stored;
  const seed = store && running.seedOf(store.provisionerIdentity);
  if (!engine || !store || seed === undefined) return "the key of who may remove it is not there";
  let why = `no instance of ${calledIn(topology.mesh, "brokers", broker)} answers`;
  for (const instance of instancesOf(topology, broker)) {
    const client = running.endpoint(instance, engine.protocols[0].dialect.listener);
    if (!client) continue;
    try {
      const answer = await ask({ store, client, seed });
      if (answer !== undefined) return answer;
      why = "those that store do not agree";
    } catch (error) {
      why = `${instance}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return why;
}

interface AsProvisioner {
  readonly store: LiveStore;
  readonly client: Endpoint;
  readonly seed: string;
}
