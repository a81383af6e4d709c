import { keptFirst } from "../../compiler/model/kept-first.ts";
import { compare } from "../../compiler/model/compare.ts";
import { deadLettersOf } from "../../compiler/model/dead-letters.ts";
import type { Broker } from "../../compiler/model/mesh.ts";
import { covers } from "../../compiler/model/topic.ts";
import type { Durable } from "../../compiler/model/topology.ts";
import type { DurableAddress } from "../../compiler/target.ts";
import { inParallel } from "./in-parallel.ts";
import { verdictOf } from "./judge-flows.ts";
import { isProbe, type Ledger, unstored } from "./ledger.ts";
import { addressOf } from "./places.ts";
import { eventId } from "./probe-topic.ts";
import type { DeadLetterVerdict } from "./report.ts";
import { closeSession, dialectAt, type Ground, instancesOf, openSession, type Session } from "./session.ts";
import type { PlannedMessage, VerificationPlan } from "./verification-plan.ts";

/**
 * Proves that whoever reads by a durable with dead letters is told of what it gave up: it declines a probe for good, and
 * has to hear of that probe by its number. The other durables of the event take the probe in, so that it is left to
 * nobody. Where several share a durable, one of them is tried.
 */
export async function proveDeadLetters(
  ground: Ground,
  ledger: Ledger,
  plan: VerificationPlan,
): Promise<readonly DeadLetterVerdict[]> {
  const verdicts = new Map<Durable, DeadLetterVerdict>();
  for (const message of plan.messages) {
    const readers = ground.topology.durables.filter(({ patterns }) =>
      patterns.some((pattern) => covers(pattern, message.topic.levels)),
    );
    const untold = (durable: Durable) => deadLettersOf(durable) !== undefined && !verdicts.has(durable);
    if (!readers.some(untold)) continue;
    const found = await tryMessage(ground, ledger, message, readers);
    for (const [durable, verdict] of found) if (!verdicts.has(durable)) verdicts.set(durable, verdict);
  }
  const key = ({ application, event }: DeadLetterVerdict) => `${application} ${event}`;
  return [...verdicts.values()].toSorted((a, b) => compare(key(a), key(b)));
}

async function tryMessage(
  ground: Ground,
  ledger: Ledger,
  message: PlannedMessage,
  durables: readonly Durable[],
): Promise<readonly (readonly [Durable, DeadLetterVerdict])[]> {
  const publisher = await open(ground, message.publisher);
  const readers = await inParallel(durables, async (durable) => {
    return { durable, session: await open(ground, durable.applications[0] ?? "") };
  });
  const [telling, plain] = [true, false].map((tells) =>
    readers.filter(({ durable }) => (deadLettersOf(durable) !== undefined) === tells),
  );
  for (const { durable, session } of plain ?? []) {
    const from = addressesOf(ground, durable)?.from;
    if (from && "connection" in session)
      await session.connection.stored?.read(from, (payload) => (isProbe(payload) ? "take" : "leave"));
  }
  const declined = (telling ?? []).map(async ({ durable, session }) => {
    return [durable, verdictFor(message, durable, await whyUntold(ground, durable, session))] as const;
  });
  const why = await send(ground, ledger, message, publisher);
  const verdicts = await Promise.all(declined);
  await inParallel([publisher, ...readers.map(({ session }) => session)], closeSession);
  return why === undefined
    ? verdicts
    : verdicts.map(([durable]) => [durable, verdictFor(message, durable, why)] as const);
}

function firstPlaceOf({ topology }: Ground, application: string): Broker | undefined {
  return topology.places.get(application)?.brokers[0];
}

function open(ground: Ground, application: string): Promise<Session> {
  const broker = firstPlaceOf(ground, application)?.name ?? "";
  const [instance = ""] = instancesOf(ground.topology, broker);
  const login = { identity: `application.${application}`, kind: "application" } as const;
  return openSession(ground, login, broker, instance);
}

/** Where a durable's first reader reads it, and its dead letters. */
function addressesOf(ground: Ground, durable: Durable) {
  const [application = ""] = durable.applications;
  const broker = firstPlaceOf(ground, application)?.name ?? "";
  const stored = dialectAt(ground, application, broker)?.stored;
  const node = ground.topology.brokers.get(broker);
  return stored && node && { from: stored.durable(durable, node), told: stored.deadLetters(durable, node) };
}

async function send(ground: Ground, ledger: Ledger, message: PlannedMessage, session: Session) {
  const broker = firstPlaceOf(ground, message.publisher);
  if (!broker || !("connection" in session))
    return "failure" in session ? session.failure : "nobody publishes it";
  const { levels } = message.topic;
  const { refused } = await ledger.send(session.connection, {
    publisher: message.publisher,
    instance: session.instance,
    event: eventId(message.event),
    topic: levels,
    address: addressOf(ground, message.publisher, broker, levels),
    stream: keptFirst(ground.topology)(message.event, broker.name) ?? unstored,
  });
  return refused;
}

/** Declines a probe and listens for what tells of it; why that failed, if so. */
async function whyUntold(ground: Ground, durable: Durable, session: Session): Promise<string | undefined> {
  const addresses = addressesOf(ground, durable);
  if ("failure" in session) return session.failure;
  const { stored } = session.connection;
  if (!addresses?.told || !stored) return "there is nowhere to read it";
  const outcome = await stored.decline(addresses.from, isProbe);
  if ("refused" in outcome) return `${session.instance}, ${placeOf(addresses.from)}: ${outcome.refused}`;
  const { refused } = await stored.hear(addresses.told, outcome.number);
  return refused === undefined
    ? undefined
    : `event ${outcome.number} was given up at ${session.instance}, and in ${placeOf(addresses.told)}: ${refused}`;
}

function placeOf({ stream, consumer }: DurableAddress): string {
  return `durable ${consumer} of ${stream}`;
}

function verdictFor(message: PlannedMessage, durable: Durable, why: string | undefined): DeadLetterVerdict {
  return {
    application: durable.applications[0] ?? "",
    event: eventId(message.event),
    stream: deadLettersOf(durable) ?? "",
    ...verdictOf(why === undefined ? [] : [why]),
  };
}
