import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { type ExpectedPeer, expectedWithin } from "../expected-peers.ts";
import { inParallel } from "../verify/in-parallel.ts";
import { awaitAgreed } from "./await-agreed.ts";
import { type Asked, awaitConnected } from "./await-connected.ts";
import { awaitHealthy } from "./await-healthy.ts";
import type { PlannedInstance, Work } from "./carry-out.ts";
import type { Ground } from "./ground.ts";
import { observedAt } from "./observed-at.ts";
import { restartUnheard } from "./restart-unheard.ts";
import type { Progress } from "./up-event.ts";

/**
 * Waits until every instance is healthy, those that were not touched too, every link is up that brokers carry, and those
 * that store agree. With `mends`, whom the others do not hear is started anew. `scope` are the environments within which
 * links are waited for; all where it is absent.
 */
export async function proveUp(
  work: Work,
  topology: Topology,
  planned: readonly PlannedInstance[],
  mends: boolean,
  scope?: ReadonlySet<string>,
): Promise<readonly Diagnostic[]> {
  const { ground, progress } = work;
  const untouched = planned.filter(({ steps }) => steps.length === 0);
  const healthy = await inParallel(untouched, async ({ instance, support, process }) =>
    process ? (await awaitHealthy(ground, instance, support.live, process)).diagnostics : [],
  );
  const expected = expectedWithin(topology, scope).filter(({ carried }) => !carried);
  const linked = (peers: readonly ExpectedPeer[], untold: ReadonlySet<string>) => {
    const tell = tellOf(progress, untold);
    return awaitConnected(ground, peers, askedOf(ground, planned), ground.limits.connect, tell);
  };
  const failed = [...healthy.flat(), ...(await linked(expected, namesOf(untouched)))];
  if (failed.length > 0) return failed;
  const again = (restarted: readonly PlannedInstance[]) => {
    const names = new Set(restarted.map(({ instance }) => instance.name));
    const others = planned.flatMap(({ instance }) => (names.has(instance.name) ? [] : [instance.name]));
    return linked(expected, new Set(others));
  };
  const unheard = mends ? await restartUnheard(work, planned, again) : [];
  // What stores is of use, and `status` finds it well, once it agrees with the others.
  if (unheard.length === 0) await inParallel(planned, ({ instance }) => awaitAgreed(ground, instance));
  return unheard;
}

/** How each instance is asked what it is connected to. */
export function askedOf({ lookUp }: Ground, planned: readonly PlannedInstance[]): ReadonlyMap<string, Asked> {
  return new Map(
    planned.map(({ instance, support }) => {
      return [instance.name, { live: support.live, instance: observedAt(instance, lookUp) }];
    }),
  );
}

/** Waits for the links that processes carry, once what they read by was made. */
export async function proveCarried(
  ground: Ground,
  topology: Topology,
  progress: Progress,
  planned: readonly PlannedInstance[],
  scope?: ReadonlySet<string>,
): Promise<readonly Diagnostic[]> {
  const expected = expectedWithin(topology, scope).filter(({ carried }) => carried);
  if (expected.length === 0) return [];
  const asked = askedOf(ground, planned);
  const untouched = planned.filter(({ steps }) => steps.length === 0);
  const tell = tellOf(progress, namesOf(untouched));
  return awaitConnected(ground, expected, asked, ground.limits.connect, tell);
}

/** Tells of connections that were not there when first asked for, and of those of instances that nothing was told of. */
function tellOf(progress: Progress, untold: ReadonlySet<string>) {
  return ({ instance, what }: ExpectedPeer, atOnce: boolean): void => {
    if (!atOnce || !untold.has(instance)) progress({ kind: "connected", instance, what });
  };
}

function namesOf(planned: readonly PlannedInstance[]): ReadonlySet<string> {
  return new Set(planned.map(({ instance }) => instance.name));
}
