import type { PeerAttempt, ProbeOutcome } from "../../compiler/live.ts";
import { inParallel } from "./in-parallel.ts";
import type { Ledger, Publishes } from "./ledger.ts";
import { applicationOf } from "./probe-ground.ts";
import { closeSession, type Ground, instancesOf, openSession, protocolAt, tryAtListener } from "./session.ts";
import type { IdentityProbes, RightProbe } from "./verification-plan.ts";

/** What an identity was let do at one instance. */
export interface RightFinding {
  readonly of: IdentityProbes;
  readonly instance: string;
  /** Why it could not be tried: it could not log in. */
  readonly failure?: string;
  /** In the order of the probes; empty where it could not be tried. */
  readonly outcomes: readonly RightOutcome[];
}

export interface RightOutcome {
  readonly probe: RightProbe;
  /** The broker's words where it refused. */
  readonly refused?: string;
}

/** Identities that try at once, and of each what it tries at once where that takes connections of their own. */
const [identitiesAtOnce, connectionsAtOnce] = [16, 4];

/** Tries every right of the plan at every instance of its broker. `tried` is told how many more were, each time. */
export async function runRights(
  ground: Ground,
  ledger: Ledger,
  plan: readonly IdentityProbes[],
  tried: (more: number) => void = () => undefined,
): Promise<readonly RightFinding[]> {
  const units = plan.flatMap((of) =>
    instancesOf(ground.topology, of.broker).map((instance) => ({ of, instance })),
  );
  return inParallel(
    units,
    async ({ of, instance }) => {
      const finding = await (of.listener === undefined
        ? tryAsClient(ground, ledger, of, instance)
        : tryAsLink(ground, ledger, of, instance, of.listener));
      tried(finding.outcomes.length);
      return finding;
    },
    identitiesAtOnce,
  );
}

async function tryAsClient(
  ground: Ground,
  ledger: Ledger,
  of: IdentityProbes,
  instance: string,
): Promise<RightFinding> {
  const { name, kind } = of.identity;
  const session = await openSession(ground, { identity: name, kind }, of.broker, instance);
  if ("failure" in session) return { of, instance, failure: session.failure, outcomes: [] };
  const { connection } = session;
  const publish = publishing(ground, ledger, of, instance, connection);
  const outcomes = await inParallel(of.probes, async (probe): Promise<RightOutcome> => {
    const { refused } =
      probe.action === "subscribe"
        ? await connection.subscribe(probe.address, probe.group)
        : await publish(probe);
    return refused === undefined ? { probe } : { probe, refused };
  });
  await closeSession(session);
  return { of, instance, outcomes };
}

/** Publishes a probe to a topic; what is no topic takes requests, of which none is to be made. */
function publishing(
  { topology, engines }: Ground,
  ledger: Ledger,
  { broker, identity }: IdentityProbes,
  instance: string,
  by: Publishes,
): (probe: RightProbe) => Promise<ProbeOutcome> {
  const protocol = protocolAt({ topology, engines }, identity.name, broker);
  const noRequest = new TextEncoder().encode(protocol?.dialect.noRequest);
  const publisher = applicationOf(identity) ?? identity.name;
  return ({ address, levels, event = "" }) =>
    levels.length === 0
      ? by.publish(address, noRequest)
      : ledger.send(by, { publisher, instance, event, topic: [], address });
}

async function tryAsLink(
  ground: Ground,
  ledger: Ledger,
  of: IdentityProbes,
  instance: string,
  listener: string,
): Promise<RightFinding> {
  const { name, kind } = of.identity;
  let failure: string | undefined;
  const attempt = async (what: PeerAttempt): Promise<ProbeOutcome> => {
    const at = { broker: of.broker, instance, listener };
    const outcome = await tryAtListener(ground, { identity: name, kind }, at, what);
    if (!("failure" in outcome)) return outcome;
    failure ??= outcome.failure;
    return { refused: outcome.failure };
  };
  await attempt({ action: "connect" });
  if (failure !== undefined) return { of, instance, failure, outcomes: [] };
  const publish = publishing(ground, ledger, of, instance, {
    async publish(address, payload, { headers = {} } = {}) {
      const outcome = await attempt({ action: "publish", address, payload, headers });
      return { ...outcome, storedBy: [], knownTo: [] };
    },
  });
  const outcomes = await inParallel(
    of.probes,
    async (probe): Promise<RightOutcome> => {
      const { action, address } = probe;
      const { refused } = action === "subscribe" ? await attempt({ action, address }) : await publish(probe);
      return refused === undefined ? { probe } : { probe, refused };
    },
    connectionsAtOnce,
  );
  // What could not be tried shows nothing, neither that it is refused.
  return failure === undefined ? { of, instance, outcomes } : { of, instance, failure, outcomes: [] };
}
