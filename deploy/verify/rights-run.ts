import { inParallel } from "./in-parallel.ts";
import { applicationOf } from "./right-probes.ts";
import { closeSession, type Ground, instancesOf, openSession, type Session } from "./session.ts";
import type { IdentityProbes, RightProbe, StrangerLogin } from "./verification-plan.ts";
import type { Ledger } from "./ledger.ts";

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

/** A login of somebody whom a broker must not let in. */
export interface StrangerFinding {
  readonly stranger: StrangerLogin;
  readonly instance: string;
  readonly got: "allowed" | "denied" | "unreachable";
  readonly why: string;
}

/** Tries every right of the plan at every instance of its broker. */
export async function runRights(
  ground: Ground,
  ledger: Ledger,
  plan: readonly IdentityProbes[],
): Promise<readonly RightFinding[]> {
  const units = plan.flatMap((of) =>
    instancesOf(ground.topology, of.broker).map((instance) => ({ of, instance })),
  );
  return inParallel(units, ({ of, instance }) => tryRights(ground, ledger, of, instance), 16);
}

async function tryRights(
  ground: Ground,
  ledger: Ledger,
  of: IdentityProbes,
  instance: string,
): Promise<RightFinding> {
  const { name, kind } = of.identity;
  const session = await openSession(ground, { identity: name, kind }, of.broker, instance);
  if ("failure" in session) return { of, instance, failure: session.failure, outcomes: [] };
  const outcomes = await inParallel(of.probes, (probe) => tryRight(ledger, of, session, probe));
  await closeSession(session);
  return { of, instance, outcomes };
}

async function tryRight(
  ledger: Ledger,
  of: IdentityProbes,
  session: Session,
  probe: RightProbe,
): Promise<RightOutcome> {
  if (!("connection" in session)) return { probe, refused: session.failure };
  const { refused } =
    probe.action === "subscribe"
      ? await session.connection.subscribe(probe.address, probe.group)
      : await ledger.send(session.connection, {
          publisher: applicationOf(of.identity) ?? of.identity.name,
          instance: session.instance,
          event: probe.event ?? "",
          topic: [],
          address: probe.address,
        });
  return refused === undefined ? { probe } : { probe, refused };
}

/** Knocks at every instance as somebody whom it must not let in. */
export async function runStrangers(
  ground: Ground,
  plan: readonly StrangerLogin[],
): Promise<readonly StrangerFinding[]> {
  const units = plan.flatMap((stranger) =>
    instancesOf(ground.topology, stranger.broker).map((instance) => ({ stranger, instance })),
  );
  return inParallel(
    units,
    async ({ stranger, instance }) => {
      const session = await openSession(ground, stranger, stranger.broker, instance);
      await closeSession(session);
      if (!("failure" in session))
        return { stranger, instance, got: "allowed", why: `${instance} lets ${stranger.identity} in` };
      return { stranger, instance, got: session.refused ? "denied" : "unreachable", why: session.failure };
    },
    32,
  );
}
