import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import type { Step } from "../../compiler/target.ts";
import { formOfPair } from "../login-form.ts";
import type { RevokedKey } from "../state/documents.ts";
import { guarded } from "../state/guarded.ts";
import { versionsOf } from "../state/versions-of.ts";
import { awaitAgreed } from "../up/await-agreed.ts";
import { awaitConnected } from "../up/await-connected.ts";
import { carryOut, type PlannedInstance, type Work } from "../up/carry-out.ts";
import type { Ground } from "../up/ground.ts";
import { endpointOf } from "../up/instance-endpoint.ts";
import { writeInstanceFiles } from "../up/instance-files.ts";
import { askedOf } from "../up/prove-up.ts";
import { inParallel } from "../verify/in-parallel.ts";
import { endOldLogins } from "./end-old-logins.ts";
import { missingValue, type Situation } from "./plan-revocations.ts";
import type { UnreachedInstance } from "./rotate-report.ts";

/** What was done to instances. */
export interface Carried {
  readonly reloaded: readonly string[];
  readonly restarted: readonly string[];
  /** Connections that were logged in with the old keys at the instances that were reached. */
  readonly ended: number;
  readonly unreached: readonly UnreachedInstance[];
}

/**
 * Brings every instance that was given an old key to the new ones: those that take it by a reload first, then those
 * that have to start anew, and what does not answer last. One that fails does not keep the others from it.
 */
export async function carryOutRevocations(
  situation: Situation,
  ground: Ground,
  planned: readonly PlannedInstance[],
  underway: readonly RevokedKey[],
): Promise<Carried> {
  const logins = await countLogins(planned, underway);
  const work = workOf(situation, ground, planned);
  const keys = underway.map(({ publicKey }) => publicKey);
  const unreached: UnreachedInstance[] = [];
  const reached: PlannedInstance[] = [];
  for (const each of inOrder(planned, logins)) {
    const why = await reach(work, each, keys);
    if (why === undefined) reached.push(each);
    else unreached.push({ instance: each.instance.name, why });
  }
  const ended = reached.reduce((sum, { instance }) => sum + (logins.get(instance.name) ?? 0), 0);
  return {
    reloaded: namesWith("reload", reached),
    restarted: namesWith("restart", reached),
    ended,
    unreached,
  };
}

/**
 * Connections that are logged in with the old keys, by instance; one that does not answer is not in it, and one whose
 * engine does not tell has none.
 */
async function countLogins(
  planned: readonly PlannedInstance[],
  underway: readonly RevokedKey[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  await inParallel(planned, async ({ instance, support, process }) => {
    const management = endpointOf(instance, instance.health.listener);
    let sum = 0;
    const { logins } = support.live;
    for (const revoked of underway) {
      const count = process && (logins ? await logins.count(management, loginNameOf(revoked)) : 0);
      if (count === undefined) return;
      sum += count;
    }
    counts.set(instance.name, sum);
  });
  return counts;
}

/** By what a broker that tells who is logged in calls an identity: its nkey, or its name. */
function loginNameOf({ identity, publicKey }: RevokedKey): string {
  return formOfPair(publicKey) === "nkey" ? publicKey : identity;
}

function inOrder(
  planned: readonly PlannedInstance[],
  answering: ReadonlyMap<string, number>,
): readonly PlannedInstance[] {
  const rank = ({ instance, steps }: PlannedInstance): number => {
    if (!answering.has(instance.name)) return 2;
    return steps.some(({ kind }) => kind === "restart") ? 1 : 0;
  };
  return planned.toSorted((a, b) => rank(a) - rank(b));
}

function namesWith(kind: Step["kind"], planned: readonly PlannedInstance[]): readonly string[] {
  const taken = planned.filter(({ steps }) => steps.some((step) => step.kind === kind));
  return taken.map(({ instance }) => instance.name).toSorted();
}

/**
 * Takes an instance's steps, and at once ends what is logged in with old keys; why not, where that fails. What does not
 * run finds the new keys once it does.
 */
async function reach(
  work: Work,
  planned: PlannedInstance,
  keys: readonly string[],
): Promise<string | undefined> {
  const { instance, steps, process } = planned;
  const { host, folder, lookUp } = work.ground;
  if (steps.length === 0) return undefined;
  const missing = missingValue(instance, lookUp);
  if (missing !== undefined) return `the secret of ${missing} is not there`;
  if (process) {
    const done = await carryOut(work, [planned]);
    return done.ok ? endOldLogins(work.ground, planned, keys) : done.diagnostics[0]?.message;
  }
  const path = folder.instance(instance.name);
  const earlier = versionsOf(work.record.instance(instance.name)?.record);
  const written = await guarded(path, () => writeInstanceFiles(host, path, instance, lookUp, earlier));
  if (!written.ok) return written.diagnostics[0]?.message;
  const saved = await noteFiles(work, planned);
  return saved.ok ? "it does not run" : saved.diagnostics[0]?.message;
}

/** Records what an instance finds once it runs, so that nobody takes it for a change by hand. */
function noteFiles({ record }: Work, { instance, workload }: PlannedInstance): Promise<Result<void>> {
  const before = record.instance(instance.name)?.record;
  if (before) {
    const underway = [...(before.underway ?? []), instance];
    record.set(instance.name, workload.environment, { ...before, underway });
  }
  return record.save();
}

function workOf({ record, progress }: Situation, ground: Ground, planned: readonly PlannedInstance[]): Work {
  const asked = askedOf(ground, planned);
  const rejoined = async ({ instance }: PlannedInstance, stored: boolean) => {
    const peers = record.instance(instance.name)?.record.peers ?? [];
    const inCluster = peers.filter(({ link }) => link === undefined);
    await awaitConnected(ground, inCluster, asked, ground.limits.rejoin, () => undefined);
    if (stored) await awaitAgreed(ground, instance);
  };
  return { ground, record, progress, rejoined };
}

/** Waits until the links that have a new key are up; a diagnostic for each end of one that is not. */
export function awaitLinks(
  { record, progress }: Situation,
  ground: Ground,
  planned: readonly PlannedInstance[],
  underway: readonly RevokedKey[],
): Promise<readonly Diagnostic[]> {
  const renewed = new Set(underway.map(({ identity }) => identity));
  const expected = planned.flatMap(({ instance, process }) => {
    const peers = process ? (record.instance(instance.name)?.record.peers ?? []) : [];
    return peers.filter(({ link }) => renewed.has(`link.${link ?? ""}`));
  });
  return awaitConnected(
    ground,
    expected,
    askedOf(ground, planned),
    ground.limits.connect,
    ({ instance, what }) => progress({ kind: "connected", instance, what }),
  );
}
