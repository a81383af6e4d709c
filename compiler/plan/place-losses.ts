import { deadLettersOf } from "../model/dead-letters.ts";
import { covers, printPattern } from "../model/topic.ts";
import type { Durable, Topology } from "../model/topology.ts";
import { shownIn } from "./plan-names.ts";

/**
 * Tells why a place in a stream would be lost that the broker `at` keeps, if it would. A place goes along into another
 * copy of its stream, and into a durable that is parted from its own, where the broker that is to keep it can ask the
 * one that kept it; what waits in a durable that was parted does not come back into the other one.
 */
export function placeLosses(held: Topology): (durable: Durable, at: string) => string | undefined {
  const byReader = new Map<string, Durable[]>();
  for (const durable of held.durables) {
    const key = readerKey(durable);
    byReader.set(key, [...(byReader.get(key) ?? []), durable]);
  }
  const topics = new Map(held.streams.map(({ name, events }) => [name, events.map(({ topic }) => topic)]));
  return (durable, at) => {
    const broker = shownIn(held, "brokers", at);
    const own = (byReader.get(readerKey(durable)) ?? []).filter((one) => goesOn(durable, one));
    // What no stream keeps is told of the stream.
    const kept = durable.patterns.filter((pattern) =>
      topics.get(durable.stream)?.some((topic) => covers(topic, pattern)),
    );
    for (const pattern of kept) {
      const now = own.find(({ patterns }) => patterns.some((one) => covers(one, pattern)));
      const what = `what waits for it of "${printPattern(pattern)}"`;
      if (!now) return `${what} could not be read on, for it is to read this otherwise or not at all`;
      if (!canMove(durable, now, at, held))
        return `${what} is kept at "${broker}" and cannot be asked for there any more: attach it to "${broker}" and its new broker, and to the new one alone once that is applied`;
    }
    return kept.length > 0 ? lettersLost(durable, own) : undefined;
  };
}

function readerKey({ stream, name }: Durable): string {
  return `${stream} ${name.split("__")[0] ?? name}`;
}

/** Whether one durable goes on where another was. */
function goesOn({ name }: Durable, now: Durable): boolean {
  return now.name === name || !name.includes("__");
}

function canMove(was: Durable, now: Durable, at: string, { brokers, places }: Topology): boolean {
  if (now.mirror === was.mirror) return true;
  const keeper = brokers.get(at);
  if (keeper?.storing !== "events") return false;
  if (was.edge === undefined) return true;
  const attached = now.applications.flatMap((reader) => places.get(reader)?.brokers ?? []);
  return now.edge === undefined && attached.some(({ name }) => name === at);
}

function lettersLost(durable: Durable, own: readonly Durable[]): string | undefined {
  const letters = deadLettersOf(durable);
  if (letters === undefined) return undefined;
  const isKept = own.some((now) => now.name === durable.name && deadLettersOf(now) === letters);
  return isKept ? undefined : `what "${letters}" tells it of events that were given up would be lost`;
}
