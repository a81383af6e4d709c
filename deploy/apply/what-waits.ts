import type { LiveStore, Waiting } from "../../compiler/live.ts";
import { calledIn } from "../../compiler/model/names.ts";
import type { Durable, Mirror, Topology } from "../../compiler/model/topology.ts";
import type { Provision } from "../../compiler/model/workload.ts";
import type { Drain } from "../../compiler/plan/hold.ts";
import { askUntilReady } from "../up/ask-until-ready.ts";
import type { Ground } from "../up/ground.ts";
import type { BrokerChange } from "../up/provision-changes.ts";
import { inParallel } from "../verify/in-parallel.ts";
import type { StillHeld } from "./apply-options.ts";
import { askWhatWaits } from "./ask-what-waits.ts";

/** The mesh with what is drained, as it is in force, and how its brokers are asked. */
export interface Draining {
  readonly topology: Topology;
  readonly ground: Ground;
  readonly changes: readonly BrokerChange[];
  /** Brokers of environments that are not touched now, each with what is inside it. */
  readonly others: readonly Inside[];
}

/** What is to be inside a broker. */
export interface Inside {
  readonly broker: string;
  readonly environment: string;
  readonly provisions: readonly Provision[];
  readonly store: LiveStore;
}

/**
 * What of what is drained is not empty yet, asked of the brokers: what readers have yet to acknowledge, what edges keep
 * that nobody has drawn up, and what copies lack. What cannot be asked, or is not asked now, counts as not empty.
 */
export async function whatWaits(draining: Draining, drains: readonly Drain[]): Promise<readonly StillHeld[]> {
  const asked = await inParallel(drains, async ({ kind, name }): Promise<StillHeld> => {
    const told = [
      ...(await inParallel(draining.changes, (change) => waitingAt(draining, change, { kind, name }))),
      ...(await inParallel(mirrorsFor(draining.topology, { kind, name }), (mirror) =>
        lackedBy(draining, mirror),
      )),
    ];
    return {
      kind,
      name,
      events: told.reduce((sum, { events }) => sum + events, 0),
      why: [...told.flatMap(({ why }) => why), ...notAsked(draining, { kind, name })],
    };
  });
  return asked.filter(({ why }) => why.length > 0);
}

function notAsked(
  { topology, ground, others }: Draining,
  drain: Pick<Drain, "kind" | "name">,
): readonly string[] {
  const isKeptFor = keptFor(topology, drain);
  const keeping = others.filter(({ provisions, store }) =>
    provisions.some((provision) => isKeptFor(provision, store.ownersOf(provision))),
  );
  return keeping.map(({ broker, environment }) => {
    return `${calledIn(ground, "brokers", broker)} is not asked, since environment "${environment}" is not applied now`;
  });
}

interface Told {
  readonly events: number;
  readonly why: readonly string[];
}

async function waitingAt(
  draining: Draining,
  { broker, store, client, wanted }: BrokerChange,
  drain: Pick<Drain, "kind" | "name">,
): Promise<Told> {
  const { topology, ground } = draining;
  const isKeptFor = keptFor(topology, drain);
  const mine = wanted.filter((provision) => isKeptFor(provision, store.ownersOf(provision)));
  if (mine.length === 0) return { events: 0, why: [] };
  const found = await askWhatWaits(ground, store, client, mine);
  if (typeof found === "string")
    return { events: 0, why: [`${calledIn(ground, "brokers", broker)} cannot be asked: ${found}`] };
  // What a copy lacks is asked of its origin: what it was told last may be long ago.
  const waiting: Waiting[] = [];
  for (const one of found) {
    const events = one.provision.drawn ? await undrawnAt(draining, broker, one) : one.events;
    if (events > 0 && !one.isCopy) waiting.push({ ...one, events });
  }
  return {
    events: waiting.reduce((sum, { events }) => sum + events, 0),
    why: waiting.map((one) => inWords(calledIn(ground, "brokers", broker), one)),
  };
}

/** What an edge keeps that has not come home: all of it, where the home cannot tell. */
async function undrawnAt(
  { topology, ground, changes }: Draining,
  broker: string,
  { provision, held }: Waiting,
): Promise<number> {
  const source = topology.sources.find((one) => one.broker === broker && one.name === provision.name);
  const home = changes.find((change) => change.broker === source?.stream.home);
  if (!source || !home || held === 0) return held;
  const lacks = await askUntilReady(ground, home.store, (seed) =>
    home.store.lacking(home.client, seed, [source.stream.name]),
  );
  return typeof lacks === "string" ? held : (lacks.get(source.name) ?? held);
}

/** Copies that are read by what is drained. */
function mirrorsFor(
  { mirrors, durables }: Topology,
  { kind, name }: Pick<Drain, "kind" | "name">,
): readonly Mirror[] {
  const read = new Set(
    durables.flatMap(({ applications, mirror }) => (isAlone(applications, name) ? (mirror ?? []) : [])),
  );
  return mirrors.filter((one) => (kind === "domain" ? one.stream.domain === name : read.has(one.name)));
}

/** What a copy has not got of its origin: its events have the numbers that they have there. */
async function lackedBy({ ground, changes }: Draining, { broker, name, stream }: Mirror): Promise<Told> {
  const [copy, home] = [broker, stream.home].map((at) => changes.find((change) => change.broker === at));
  if (!copy) return { events: 0, why: [] };
  const called = (at: string) => calledIn(ground, "brokers", at);
  const unknown = (at: string, why: string) => ({
    events: 0,
    why: [`${called(at)} cannot be asked: ${why}`],
  });
  if (!home) return unknown(stream.home, "its environment is not applied now");
  const last = ({ store, client }: BrokerChange, of: string) =>
    askUntilReady(ground, store, (seed) => store.lastKept(client, seed, [of]));
  const [kept, origin] = [await last(copy, name), await last(home, stream.name)];
  if (typeof kept === "string") return unknown(broker, kept);
  if (typeof origin === "string") return unknown(stream.home, origin);
  const lacks = (origin.get(stream.name) ?? 0) - (kept.get(name) ?? 0);
  const held = lacks > 0 ? await heldAt(ground, home, stream.name) : 0;
  if (typeof held === "string") return unknown(stream.home, held);
  const events = Math.min(lacks, held);
  if (events <= 0) return { events: 0, why: [] };
  const waits = events === 1 ? "1 event waits" : `${events} events wait`;
  return { events, why: [`${waits} to come to "${name}" at ${called(broker)}`] };
}

/** How many events a stream holds: what is gone from it does not come to a copy any more. */
async function heldAt(
  ground: Ground,
  { store, client, wanted }: BrokerChange,
  name: string,
): Promise<number | string> {
  const streams = wanted.filter((one) => one.kind === "stream" && one.name === name);
  const asked = await askWhatWaits(ground, store, client, streams);
  return typeof asked === "string" ? asked : asked.reduce((sum, { held }) => sum + held, 0);
}

/** Whether something inside a broker is kept for what is drained. */
function keptFor({ durables }: Topology, { kind, name }: Pick<Drain, "kind" | "name">) {
  const own = new Set(durables.filter(({ applications }) => isAlone(applications, name)).map(keyOf));
  return (provision: Provision, [domain]: readonly string[]): boolean =>
    kind === "domain"
      ? domain === `domain ${name}`
      : provision.kind === "consumer" && own.has(`${provision.within ?? ""} ${provision.name}`);
}

function isAlone(applications: readonly string[], name: string): boolean {
  return applications.length === 1 && applications[0] === name;
}

function keyOf({ name, stream, mirror = stream }: Durable): string {
  return `${mirror} ${name}`;
}

function inWords(broker: string, { provision, events }: Waiting): string {
  const { kind, name, within } = provision;
  const waits = events === 1 ? "1 event waits" : `${events} events wait`;
  if (kind === "consumer") return `${waits} for ${name} in "${within ?? ""}" at ${broker}`;
  return provision.drawn
    ? `${waits} in "${name}" at ${broker} to be drawn up`
    : `${waits} to come to "${name}" at ${broker}`;
}
