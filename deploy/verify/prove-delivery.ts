import { setTimeout as sleep } from "node:timers/promises";
import { inParallel } from "./in-parallel.ts";
import type { Proofs } from "./judge-rights.ts";
import { isFor, type Ledger, type Receiver } from "./ledger.ts";
import { eventId } from "./probe-topic.ts";
import type { RightFinding, RightOutcome } from "./rights-run.ts";
import { closeSession, dialectAt, type Ground, openSession, writingAt } from "./session.ts";
import type { VerificationPlan } from "./verification-plan.ts";

/** A mesh in which more than this is open is told so without a proof of each. */
const provenAtMost = 50;
/** How often, and at what distance, a message is sent towards a subscription that should not be. */
const attempts = { count: 5, everyMs: 60 };

/**
 * Subscriptions that a broker should have refused: subscribes again and shows whether events arrive there, but where that
 * is `known`.
 */
export async function proveDelivery(
  ground: Ground,
  ledger: Ledger,
  plan: VerificationPlan,
  findings: readonly RightFinding[],
  known: Proofs,
): Promise<Proofs> {
  const asClients = findings.filter(({ of }) => of.listener === undefined);
  const open = asClients.flatMap((finding) =>
    finding.outcomes
      .filter(
        (outcome) =>
          outcome.probe.action === "subscribe" &&
          outcome.probe.expected === "denied" &&
          outcome.refused === undefined &&
          !known.has(outcome),
      )
      .map((outcome) => ({ finding, outcome })),
  );
  const proofs = await inParallel(
    open.slice(0, provenAtMost),
    async ({ finding, outcome }) => [outcome, await proof(ground, ledger, plan, finding, outcome)] as const,
    8,
  );
  return new Map(proofs);
}

async function proof(
  ground: Ground,
  ledger: Ledger,
  plan: VerificationPlan,
  { of, instance }: RightFinding,
  { probe }: RightOutcome,
): Promise<string> {
  const { name, kind } = of.identity;
  const session = await openSession(ground, { identity: name, kind }, of.broker, instance);
  if ("failure" in session) return session.failure;
  const subscription = await session.connection.subscribe(probe.address, probe.group);
  const writes = writingAt(ground, name, of.broker);
  const receiver: Receiver = { application: name, instance, patterns: [probe.levels], writes, subscription };
  ledger.listen(receiver);
  const arrived = await sendTowards(ground, ledger, plan, receiver);
  ledger.forget(receiver);
  await closeSession(session);
  return arrived ?? "nothing that was published to it arrived while verify listened";
}

async function sendTowards(
  ground: Ground,
  ledger: Ledger,
  plan: VerificationPlan,
  receiver: Receiver,
): Promise<string | undefined> {
  for (const message of plan.messages.filter(({ topic }) => isFor(receiver, topic.levels))) {
    const { publisher } = message;
    const [broker] = ground.topology.places.get(publisher)?.brokers ?? [];
    const instance = broker?.instances[0]?.name;
    const dialect = dialectAt(ground, publisher, broker?.name ?? "");
    if (!broker || !dialect || instance === undefined) continue;
    const login = { identity: `application.${publisher}`, kind: "application" } as const;
    const session = await openSession(ground, login, broker.name, instance);
    if ("failure" in session) continue;
    const address = dialect.address(message.topic.levels);
    const draft = {
      publisher,
      instance,
      event: eventId(message.event),
      topic: message.topic.levels,
      address,
    };
    for (let attempt = 0; attempt < attempts.count; attempt++) {
      const sent = await ledger.send(session.connection, draft);
      await sleep(attempts.everyMs);
      ledger.collect();
      if (!sent.arrivals.some((arrival) => arrival.receiver === receiver)) continue;
      await closeSession(session);
      return `a message to ${address} from ${publisher} arrived there`;
    }
    await closeSession(session);
  }
  return undefined;
}
