import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { LiveStore } from "../../compiler/live.ts";
import type { Endpoint } from "../../compiler/model/address.ts";
import { calledIn } from "../../compiler/model/names.ts";
import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import { lossKey } from "../../compiler/plan/loss-key.ts";
import { diagnose } from "../diagnose.ts";
import type { ProcessId } from "../host/host.ts";
import { ownListener } from "../own-listener.ts";
import type { InstanceRecord } from "../state/documents.ts";
import { versionsOf } from "../state/versions-of.ts";
import { awaitAgreed } from "./await-agreed.ts";
import type { Bringing } from "./bringing.ts";
import type { PlannedInstance, Work } from "./carry-out.ts";
import type { EngineSupport } from "./engine-support.ts";
import { endpointOf } from "./instance-endpoint.ts";
import type { LookUp } from "./instance-files.ts";
import type { MeshRecord } from "./mesh-record.ts";
import { poll } from "./poll.ts";
import { notProvisioned } from "./provision-codes.ts";

/** Servers that agree on what is stored, some of which are to do so no more. */
export interface LeftGroup {
  readonly support: EngineSupport;
  readonly store: LiveStore;
  readonly leaving: readonly Member[];
  /** Those that go on to agree with each other. */
  readonly staying: readonly Member[];
  /** Whether those that run are enough to take one of them out, and one that stays is among them. */
  readonly isMajority: boolean;
}

interface Member {
  readonly name: string;
  readonly broker: string;
  /** Whether all that is inside it may be lost, or nothing is. */
  readonly isLost: boolean;
  /** Whether it was ever started: one that is only to be started agrees with nobody yet. */
  readonly isThere: boolean;
  readonly runs: boolean;
  /** As it runs now. */
  readonly was: WorkloadInstance;
  /** As it will be; absent where there is not to be one. */
  readonly now?: WorkloadInstance;
}

/** What there is to tell it from. */
export interface Leaving extends Pick<Bringing, "engines" | "scope" | "mayLose"> {
  readonly record: MeshRecord;
  readonly planned: readonly PlannedInstance[];
  /** Instances that are to be ended. */
  readonly removed: readonly string[];
  readonly running: ReadonlyMap<string, ProcessId>;
}

/**
 * Groups that some leave, as far as others are left there to agree with each other. Whoever is ended later leaves then; of
 * brokers of which nobody goes on there, where the rest is no majority without them and all that they keep may be lost, at once.
 */
export function leftGroups({
  record,
  engines,
  scope,
  planned,
  removed,
  running,
  mayLose,
}: Leaving): readonly LeftGroup[] {
  const wanted = new Map(planned.map(({ instance }) => [instance.name, instance]));
  const groups = new Map<string, { support: EngineSupport; store: LiveStore; members: Member[] }>();
  for (const [name, { environment, record: placed }] of record.instances()) {
    const [was] = versionsOf(placed);
    const support = engines.get(placed.engine);
    const store = support?.live.stored;
    const group = was && store?.groupOf([was]);
    if (!was || !support || !store || group === undefined) continue;
    // One of an environment that is not touched goes on; any other that there is not to be goes sooner or later.
    const now = scope?.has(environment) === false ? was : wanted.get(name);
    const key = `${placed.engine} ${group}`;
    const known = groups.get(key) ?? { support, store, members: [] };
    const isLost = isAllLost(placed, store, mayLose);
    const isThere = placed.applied !== undefined || placed.process !== undefined;
    const runs = running.has(name);
    known.members.push({ name, broker: placed.broker, isLost, isThere, runs, was, ...(now && { now }) });
    groups.set(key, known);
  }
  return [...groups.values()].flatMap(({ support, store, members }) => {
    const isSame = ({ was, now }: Member) =>
      now !== undefined && store.groupOf([now]) === store.groupOf([was]);
    const staying = members.filter(isSame);
    const leaving = members.filter((each) => removed.includes(each.name) || (each.now && !isSame(each)));
    const brokers = new Set(staying.map(({ broker }) => broker));
    const gone = members.filter((each) => !brokers.has(each.broker) && !leaving.includes(each));
    if (isMinority(members, [...leaving, ...gone]) && isLostWith(gone, members)) leaving.push(...gone);
    if (leaving.length === 0 || staying.length === 0) return [];
    const down = members.filter(({ runs }) => !runs);
    const isMajority = !isMinority(members, down) && staying.some(({ runs }) => runs);
    return [{ support, store, leaving, staying, isMajority }];
  });
}

/** Whether no majority is left of those that agree by now without some of them. */
function isMinority(members: readonly Member[], without: readonly Member[]): boolean {
  const there = members.filter(({ isThere }) => isThere);
  return 2 * there.filter((each) => !without.includes(each)).length <= there.length;
}

/** Whether all may be lost that is inside the brokers of some members; it is recorded at one of their servers. */
function isLostWith(some: readonly Member[], members: readonly Member[]): boolean {
  const brokers = new Set(some.map(({ broker }) => broker));
  return members.every(({ broker, isLost }) => isLost || !brokers.has(broker));
}

function isAllLost(
  { broker, provisions = [], left = [] }: InstanceRecord,
  store: LiveStore,
  mayLose: ReadonlySet<string> = new Set(),
): boolean {
  const isLost = (one: string) => mayLose.has(one);
  return (
    isLost(lossKey("broker", broker)) ||
    [...provisions, ...left].every((each) => store.ownersOf(each).some(isLost))
  );
}

/**
 * Takes servers that leave out of those that agree on what is stored: whoever is gone without that counts on, until those
 * that are left are no majority. Done while they still run, where these are one; whoever wants one of them back has to start it anew.
 */
export async function releaseLeaving(
  work: Work,
  groups: readonly LeftGroup[],
  lookUp: LookUp,
): Promise<readonly Diagnostic[]> {
  const { record } = work;
  for (const group of groups) {
    const asked = { ...group, staying: group.staying.filter(({ runs }) => runs) };
    const staying = asked.staying.map(({ was }) => was);
    const told = await releaseAll(work, asked, staying, lookUp);
    if (told.length > 0) return told;
    for (const { name } of group.leaving) {
      const placed = record.instance(name);
      if (!placed) continue;
      const { applied: _, ...rest } = placed.record;
      record.set(name, placed.environment, { ...rest, underway: versionsOf(placed.record) });
    }
  }
  const saved = groups.length > 0 ? await record.save() : undefined;
  return saved?.diagnostics ?? [];
}

/** The same of groups of which nobody could be asked before. */
export async function releaseLeft(work: Work, groups: readonly LeftGroup[]): Promise<readonly Diagnostic[]> {
  for (const group of groups) {
    const staying = group.staying.map(({ was, now = was }) => now);
    const told = await releaseAll(work, group, staying, work.ground.lookUp);
    if (told.length > 0) return told;
  }
  return [];
}

async function releaseAll(
  { ground }: Work,
  { support, store, leaving, staying: members }: LeftGroup,
  staying: readonly WorkloadInstance[],
  lookUp: LookUp,
): Promise<readonly Diagnostic[]> {
  const { logins } = support.live;
  const seed = logins && ground.lookUp({ kind: "seed", of: logins.systemIdentity });
  const clients = staying.map((each) => endpointOf(each, ownListener(support.engine), lookUp));
  if (seed === undefined) return [];
  const brokers = new Set(members.map(({ broker }) => broker));
  for (const { name, broker } of leaving) {
    const why = await askedInTurn(ground, clients, (client) => store.release(client, seed, [name]));
    if (ground.interrupted()) return [];
    if (why !== undefined) return [notReleased(ground, members[0]?.broker ?? broker, why)];
    // What it had copies of gets others at the servers beside it, which have to have them before the next one goes.
    if (brokers.has(broker)) for (const each of staying) await awaitAgreed(ground, each);
  }
  return [];
}

function notReleased(ground: Work["ground"], key: string, why: string): Diagnostic {
  return diagnose(notProvisioned, { broker: calledIn(ground, "brokers", key), by: ground.folder, why });
}

/** Asks one after another until one has an answer, as only one that hears who leads does; why none has, if so. */
async function askedInTurn(
  { host, limits, interrupted }: Work["ground"],
  clients: readonly Endpoint[],
  ask: (client: Endpoint) => Promise<true | undefined>,
): Promise<string | undefined> {
  let turn = 0;
  let why = "those that store did not agree in time";
  const attempt = async (): Promise<true | undefined> => {
    const client = clients[turn++ % clients.length];
    try {
      return client && (await ask(client));
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
      return undefined;
    }
  };
  return (await poll(host, limits.provision, attempt, interrupted)) ? undefined : why;
}
