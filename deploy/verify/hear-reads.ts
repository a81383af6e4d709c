import { setTimeout as sleep } from "node:timers/promises";
import type { ProbeSubscription } from "../../compiler/live.ts";
import type { Pattern } from "../../compiler/model/topic.ts";
import { groupBy } from "./group-by.ts";
import { inParallel } from "./in-parallel.ts";
import type { Ledger } from "./ledger.ts";
import { eventId } from "./probe-topic.ts";
import type { RightFinding, RightOutcome } from "./rights-run.ts";
import { closeSession, dialectAt, type Ground, openSession, type Session } from "./session.ts";
import { byInstance, mayRead, quiet, type Shown, type Untold, untoldOf, wouldShow } from "./untold.ts";
import type { PlannedMessage, VerificationPlan } from "./verification-plan.ts";

/** Identities that listen at once. */
const listeningAtOnce = 64;

/**
 * Shows what comes to whoever subscribed to what it may not read, at brokers that grant every subscription: each listens
 * to all of it, while every application that publishes does so.
 */
export async function hearReads(
  ground: Ground,
  ledger: Ledger,
  plan: VerificationPlan,
  findings: readonly RightFinding[],
): Promise<ReadonlyMap<RightOutcome, Shown>> {
  const shown = new Map<RightOutcome, Shown>();
  for (const [instance, untold] of byInstance(untoldOf(ground, findings, "subscribe"))) {
    const byFinding = [...groupBy(untold, ({ finding }) => finding)];
    for (let begin = 0; begin < byFinding.length; begin += listeningAtOnce) {
      const some = byFinding.slice(begin, begin + listeningAtOnce).flatMap(([, all]) => all);
      await hear({ ground, ledger, plan, instance }, some, shown);
    }
  }
  return shown;
}

/** What the listening at one instance has in common. */
interface Hearing {
  readonly ground: Ground;
  readonly ledger: Ledger;
  readonly plan: VerificationPlan;
  readonly instance: string;
}

interface Listening {
  readonly untold: Untold;
  readonly subscription: ProbeSubscription;
}

async function hear(at: Hearing, untold: readonly Untold[], shown: Map<RightOutcome, Shown>): Promise<void> {
  const listeners = [...groupBy(untold, ({ finding }) => finding)];
  const opened = await inParallel(listeners, ([finding, all]) => listen(at, finding, all));
  const listening = opened.flatMap(({ heard }) => heard);
  const published = await publishAll(at, untold);
  await sleep(quiet);
  for (const one of listening) shown.set(one.untold.outcome, shownBy(one, published));
  await inParallel(opened, ({ session }) => closeSession(session));
}

async function listen(
  { ground, instance }: Hearing,
  { of }: RightFinding,
  all: readonly Untold[],
): Promise<{ readonly session: Session; readonly heard: readonly Listening[] }> {
  const { name, kind } = of.identity;
  const session = await openSession(ground, { identity: name, kind }, of.broker, instance);
  if (!("connection" in session)) return { session, heard: [] };
  const { connection } = session;
  const heard = await inParallel(all, async (untold) => {
    const { address, group } = untold.outcome.probe;
    return { untold, subscription: await connection.subscribe(address, group) };
  });
  return { session, heard };
}

/** Has everything published that would show something; resolves to the topics that a broker took it for. */
async function publishAll(at: Hearing, untold: readonly Untold[]): Promise<readonly Pattern[]> {
  const { ground, ledger, plan } = at;
  const telling = plan.messages.filter(({ topic }) =>
    untold.some(({ finding, outcome }) => wouldShow(finding.of, outcome.probe, topic.levels)),
  );
  const broker = untold[0]?.finding.of.broker ?? "";
  const published: Pattern[] = [];
  await inParallel([...groupBy(telling, ({ publisher }) => publisher)], async ([publisher, messages]) => {
    const place = placeOf(at, publisher, broker);
    if (!place) return;
    const login = { identity: `application.${publisher}`, kind: "application" } as const;
    const session = await openSession(ground, login, place.broker, place.instance);
    if (!("connection" in session)) return;
    for (const message of messages) {
      const draft = draftOf(ground, message, place);
      const { refused } = await ledger.send(session.connection, draft);
      if (refused === undefined) published.push(draft.topic);
    }
    await closeSession(session);
  });
  return published;
}

interface PublishingPlace {
  readonly broker: string;
  readonly instance: string;
}

/** Where an application publishes, at best at the instance that is listened to. */
function placeOf(
  { ground, instance }: Hearing,
  publisher: string,
  broker: string,
): PublishingPlace | undefined {
  const brokers = ground.topology.places.get(publisher)?.brokers ?? [];
  if (brokers.some(({ name }) => name === broker)) return { broker, instance };
  const [other] = brokers;
  const [first] = other?.instances ?? [];
  return other && first && { broker: other.name, instance: first.name };
}

function draftOf(
  ground: Ground,
  { event, publisher, topic }: PlannedMessage,
  { broker, instance }: PublishingPlace,
) {
  const address = dialectAt(ground, publisher, broker)?.address(topic.levels) ?? topic.label;
  return { publisher, instance, event: eventId(event), topic: topic.levels, address };
}

/** What is the broker's own to tell, and no topic, needs nobody who publishes it. */
function shownBy({ untold, subscription }: Listening, published: readonly Pattern[]): Shown {
  const { finding, outcome, dialect } = untold;
  const { of } = finding;
  const came = subscription.received.find(({ address }) => !mayRead(of, dialect.topicOf(address)));
  if (came) return { arrived: `what was published to ${came.address} arrived there` };
  const isTried =
    outcome.probe.levels.length === 0 || published.some((topic) => wouldShow(of, outcome.probe, topic));
  return isTried ? "nothing" : "untried";
}
