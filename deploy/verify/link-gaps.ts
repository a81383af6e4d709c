import type { Untried } from "./report.ts";
import { type Ground, instancesOf } from "./session.ts";
import type { IdentityProbes, VerificationPlan } from "./verification-plan.ts";

/** What no server can be blamed for, since its version lets it through from any link: broker, and why. */
export async function linkGaps(
  ground: Ground,
  { identities }: VerificationPlan,
): Promise<readonly Untried[]> {
  const brokers = new Set(
    identities.flatMap(({ broker, listener }) => (listener === undefined ? [] : [broker])),
  );
  const gaps = await Promise.all(
    [...brokers].map(async (broker) => ({ broker, why: await gapAt(ground, broker) })),
  );
  return gaps.flatMap(({ broker, why }) => (why === undefined ? [] : [{ broker, why }]));
}

async function gapAt({ topology, engines, running }: Ground, broker: string): Promise<string | undefined> {
  const engine = engines.get(topology.brokers.get(broker)?.broker.engine ?? "");
  const observed = await Promise.all(
    instancesOf(topology, broker).map(async (instance) => {
      const endpoint = (listener: string) => running.endpoint(instance, listener);
      return engine?.live.observe({ instance, endpoint, secret: (identity) => running.seedOf(identity) });
    }),
  );
  const gapOf = (version: string) => engine?.protocols[0].dialect.peers?.linkGap(version);
  return observed.flatMap((one) => (one?.version !== undefined && gapOf(one.version)) || [])[0];
}

/** A plan without what links may not publish where nobody would refuse it. */
export function withoutGaps(plan: VerificationPlan, gaps: readonly Untried[]): VerificationPlan {
  const open = new Set(gaps.map(({ broker }) => broker));
  const isTried = ({ action, expected }: IdentityProbes["probes"][number]) =>
    action !== "publish" || expected !== "denied";
  const identities = plan.identities.map((of) =>
    of.listener !== undefined && open.has(of.broker) ? { ...of, probes: of.probes.filter(isTried) } : of,
  );
  return { ...plan, identities };
}
