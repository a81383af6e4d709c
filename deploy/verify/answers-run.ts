import { setTimeout as sleep } from "node:timers/promises";
import type { ProbeOutcome } from "../../compiler/live.ts";
import { covers } from "../../compiler/model/topic.ts";
import type { Flow } from "../../compiler/model/topology.ts";
import { inParallel } from "./in-parallel.ts";
import { verdictOf } from "./judge-flows.ts";
import type { Draft, Ledger, SentProbe } from "./ledger.ts";
import { addressOf, readGrants } from "./places.ts";
import { eventId } from "./probe-topic.ts";
import type { RightVerdict } from "./report.ts";
import { closeSession, dialectAt, type Ground, instancesOf, openSession, type Session } from "./session.ts";
import type { VerificationPlan } from "./verification-plan.ts";

/** Whether a reader was let answer, to where a publisher asked for an answer. */
export interface AnswerFinding {
  readonly reader: string;
  readonly broker: string;
  readonly instance: string;
  readonly address: string;
  readonly refused?: string;
}

/** How often, and at what distance in milliseconds, an event is sent until its reader has one. */
const attempts = { count: 20, everyMs: 50 };
const atOnce = 8;

/**
 * Has each application that hears an event as it passes try to answer to it: servers can be told to let whoever got a
 * message publish once to where its answer goes, though it has no right to. Where nothing arrives that is told as a flow.
 */
export async function runAnswers(
  ground: Ground,
  ledger: Ledger,
  plan: VerificationPlan,
): Promise<readonly AnswerFinding[]> {
  const ways = new Map<string, Way>();
  for (const flow of plan.flows) {
    const key = `${flow.subscriber.name} ${flow.to}`;
    const way = flow.stored || ways.has(key) ? undefined : wayOf(ground, plan, flow);
    if (way) ways.set(key, way);
  }
  const units = [...ways.values()].flatMap((way) =>
    instancesOf(ground.topology, way.broker).map((instance) => ({ way, instance })),
  );
  const found = await inParallel(
    units,
    ({ way, instance }) => tryToAnswer(ground, ledger, way, instance),
    atOnce,
  );
  return found.flatMap((one) => one ?? []);
}

async function tryToAnswer(
  ground: Ground,
  ledger: Ledger,
  way: Way,
  instance: string,
): Promise<AnswerFinding | undefined> {
  const { reader, broker, publisher, from, question } = way;
  const [reading, asking] = await Promise.all([
    openSession(ground, loginOf(reader), broker, instance),
    openSession(ground, loginOf(publisher), from, question.instance),
  ]);
  const outcome =
    "connection" in reading && "connection" in asking
      ? await answer(ledger, way, reading, asking)
      : undefined;
  await Promise.all([reading, asking].map(closeSession));
  return outcome && { reader, broker, instance, address: question.reply, ...outcome };
}

/** Asks until the reader has heard it, and lets it answer; `undefined` where it hears nothing. */
async function answer(
  ledger: Ledger,
  { read, reader, question }: Way,
  reading: Connected,
  asking: Connected,
): Promise<ProbeOutcome | undefined> {
  const heard = await reading.connection.subscribe(read.address, read.group);
  // What others send meanwhile asks for an answer elsewhere, or for none: it lets nobody answer here.
  const asked = new Set<SentProbe | undefined>();
  for (let attempt = 0; attempt < attempts.count; attempt++) {
    // Each asks for its answer elsewhere: to what two messages asked for, nobody was let answer (2.15).
    const reply = attempt === 0 ? question.reply : `${question.reply}${attempt}`;
    asked.add(await ledger.send(asking.connection, { ...question, reply }));
    const heardIt = heard.received.find(({ payload }) => asked.has(ledger.probeOf(payload)));
    if (heardIt) {
      const { event } = question;
      // Servers write it anew on its way over gateways, and let whoever got it answer to that.
      const address = heardIt.reply ?? reply;
      const answered = { publisher: reader, instance: reading.instance, event, topic: [], address };
      const { refused } = await ledger.send(reading.connection, answered);
      return refused === undefined ? {} : { refused };
    }
    await sleep(attempts.everyMs);
  }
  return undefined;
}

type Connected = Extract<Session, { readonly connection: unknown }>;

function loginOf(application: string) {
  return { identity: `application.${application}`, kind: "application" } as const;
}

/** Who asks whom, and how. */
interface Way {
  readonly reader: string;
  readonly broker: string;
  /** What the reader subscribes to. */
  readonly read: { readonly address: string; readonly group?: string };
  readonly publisher: string;
  readonly from: string;
  readonly question: Draft & { readonly reply: string };
}

/** A message that the reader of a flow hears, with an address for the answer. */
function wayOf(ground: Ground, { messages }: VerificationPlan, flow: Flow): Way | undefined {
  const { event, publisher, subscriber } = flow;
  const [at, from] = [flow.to, flow.from].map((name) => ground.topology.brokers.get(name)?.broker);
  const replies = dialectAt(ground, publisher.name, flow.from)?.replies;
  // Whoever is not told where an answer is wanted gives none.
  if (!dialectAt(ground, subscriber.name, flow.to)?.replies) return undefined;
  const [instance] = instancesOf(ground.topology, flow.from);
  if (!at || !from || !replies || instance === undefined) return undefined;
  const grants = readGrants(ground, subscriber, at);
  const own = messages.filter((message) => message.event === event && message.publisher === publisher.name);
  for (const { topic } of own) {
    const grant = grants.find(({ pattern }) => covers(pattern, topic.levels));
    if (!grant) continue;
    const { pattern, group } = grant;
    return {
      reader: subscriber.name,
      broker: at.name,
      read: {
        address: addressOf(ground, subscriber.name, at, pattern),
        ...(group !== undefined && { group }),
      },
      publisher: publisher.name,
      from: from.name,
      question: {
        publisher: publisher.name,
        instance,
        event: eventId(event),
        topic: topic.levels,
        address: addressOf(ground, publisher.name, from, topic.levels),
        reply: replies.one(replies.inboxPrefix(publisher.name)),
      },
    };
  }
  return undefined;
}

/** Nobody may answer, judged over all instances of a broker. */
export function judgeAnswers(findings: readonly AnswerFinding[]): readonly RightVerdict[] {
  const byPlace = new Map<string, AnswerFinding[]>();
  for (const finding of findings) {
    const key = `${finding.reader} ${finding.broker}`;
    byPlace.set(key, [...(byPlace.get(key) ?? []), finding]);
  }
  return [...byPlace.values()].flatMap((instances) => {
    const [first] = instances;
    if (!first) return [];
    const open = instances.filter(({ refused }) => refused === undefined);
    const identity = `application.${first.reader}`;
    return [
      {
        identity,
        kind: "application" as const,
        broker: first.broker,
        topic: `${first.address} (in answer)`,
        action: "publish" as const,
        expected: "denied" as const,
        got: open.length > 0 ? ("allowed" as const) : ("denied" as const),
        ...verdictOf(
          open.map(
            ({ instance, address }) =>
              `${instance} lets ${identity} publish to ${address} in answer to what it reads`,
          ),
        ),
      },
    ];
  });
}
