import { deadLettersOf } from "../../compiler/model/dead-letters.ts";
import type { Event } from "../../compiler/model/mesh.ts";
import { overlaps } from "../../compiler/model/topic.ts";
import type { Durable } from "../../compiler/model/topology.ts";
import { asReader } from "./as-reader.ts";
import { inParallel } from "./in-parallel.ts";
import type { Ground } from "./session.ts";
import type { VerificationPlan } from "./verification-plan.ts";

/** Dead letters that may wait unread: of more than a thousand the server gives out none that come behind them. */
const mostDeadLetters = 500;

/** What of a mesh is not tried, and why. */
export interface LeftAlone {
  readonly durables: ReadonlySet<Durable>;
  readonly events: ReadonlyMap<Event, string>;
}

/**
 * Looks, before anything is published, whether events wait at durables that nobody may read by for a try: where
 * deliveries are counted each look at an event is one of them, and where events keep their order nothing comes past the
 * first. They are left to their application.
 */
export async function leftAlone(ground: Ground): Promise<LeftAlone> {
  const asked = await inParallel(
    carefulDurables(ground),
    async (durable) => [durable, await whyNot(ground, durable)] as const,
  );
  const refused = asked.flatMap(([durable, why]) => (why === undefined ? [] : [{ durable, why }]));
  const events = refused.flatMap(({ durable, why }) =>
    eventsRead(ground, durable).map((event) => [event, why] as const),
  );
  return { durables: new Set(refused.map(({ durable }) => durable)), events: new Map(events) };
}

/** A plan without the messages that would come to durables which are left alone. */
export function without(plan: VerificationPlan, { events }: LeftAlone): VerificationPlan {
  return { ...plan, messages: plan.messages.filter(({ event }) => !events.has(event)) };
}

function carefulDurables({ topology }: Ground): readonly Durable[] {
  return topology.durables.filter((durable) => durable.terms?.maxDeliver !== undefined || durable.inOrder);
}

function eventsRead({ topology }: Ground, { stream, patterns }: Durable): readonly Event[] {
  const stored = topology.streams.find(({ name }) => name === stream)?.events ?? [];
  return stored.filter(({ topic }) => patterns.some((pattern) => overlaps(pattern, topic)));
}

async function whyNot(ground: Ground, durable: Durable): Promise<string | undefined> {
  const counts = await asReader(ground, durable, async ({ by, from, told }) => ({
    waiting: await by.unread(from),
    letters: told ? await by.unread(told) : 0,
  }));
  const { waiting = 0, letters = 0 } = counts ?? {};
  if (letters > mostDeadLetters)
    return `it is not tried, since ${letters} dead letters wait unread in ${deadLettersOf(durable)}`;
  if (waiting === 0) return undefined;
  const what = durable.inOrder ? "what is tried would come behind" : "a try would count as a delivery";
  const at = `durable ${durable.name} of ${durable.mirror ?? durable.stream}`;
  const events = waiting === 1 ? "an event waits" : `${waiting} events wait`;
  return `it is not tried, since ${events} at ${at}, and ${what}`;
}
