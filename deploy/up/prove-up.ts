import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { type ExpectedPeer, expectedPeers } from "../expected-peers.ts";
import { inParallel } from "../verify/in-parallel.ts";
import { awaitAgreed } from "./await-agreed.ts";
import { type Asked, awaitConnected } from "./await-connected.ts";
import { awaitHealthy } from "./await-healthy.ts";
import type { PlannedInstance } from "./carry-out.ts";
import type { Ground } from "./ground.ts";
import { observedAt } from "./observed-at.ts";
import type { Progress } from "./up-event.ts";

/**
 * Waits until every instance is healthy, those that were not touched too, every link is up that brokers carry, and those
 * that store agree.
 */
export async function proveUp(
  ground: Ground,
  topology: Topology,
  progress: Progress,
  planned: readonly PlannedInstance[],
): Promise<readonly Diagnostic[]> {
  const untouched = planned.filter(({ steps }) => steps.length === 0);
  const healthy = await inParallel(untouched, async ({ instance, support, process }) =>
    process ? (await awaitHealthy(ground, instance, support.live, process)).diagnostics : [],
  );
  const asked = askedOf(ground, planned);
  const expected = expectedPeers(topology).filter(({ carried }) => !carried);
  const unlinked = await awaitConnected(
    ground,
    expected,
    asked,
    ground.limits.connect,
    tellOf(progress, planned),
  );
  // What stores is of use, and `status` finds it well, once it agrees with the others.
  if (unlinked.length === 0) await inParallel(planned, ({ instance }) => awaitAgreed(ground, instance));
  return [...healthy.flat(), ...unlinked];
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
): Promise<readonly Diagnostic[]> {
  const expected = expectedPeers(topology).filter(({ carried }) => carried);
  if (expected.length === 0) return [];
  const asked = askedOf(ground, planned);
  return awaitConnected(ground, expected, asked, ground.limits.connect, tellOf(progress, planned));
}

/** Tells of connections that were not there when first asked for, and of all of an instance that was touched. */
function tellOf(progress: Progress, planned: readonly PlannedInstance[]) {
  const touched = new Set(
    planned.filter(({ steps }) => steps.length > 0).map(({ instance }) => instance.name),
  );
  return ({ instance, what }: ExpectedPeer, atOnce: boolean): void => {
    if (!atOnce || touched.has(instance)) progress({ kind: "connected", instance, what });
  };
}
