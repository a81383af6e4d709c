import type { At } from "../../../compiler/diagnostics/reporter.ts";
import type { Broker } from "../../../compiler/model/mesh.ts";
import { printBytes } from "../../../compiler/model/quantity.ts";
import { printPattern } from "../../../compiler/model/topic.ts";
import { greatestLimit, type Queue } from "./queue.ts";
import { sizeOf } from "../../kit/size-of.ts";

/** Something that a queue may be too long for. */
export interface QueueBound {
  /** As the manifest writes it. */
  readonly name: string;
  /** The rest of a sentence that begins with the name. */
  readonly allowed: string;
  /** Set where it is Mosquitto's own and nothing raises it. */
  readonly isFixed: boolean;
  /** What the manifest says of it; the broker where it is fixed. */
  readonly path: At["path"];
  isMet(queue: Queue): boolean;
}

/** Bytes of memory that an event takes beside its payload: 344 with a topic of 20 (2.0.11, x64). */
const memoryBeside = 324;
/** Bytes of the saved file that an event takes beside its payload: 99 with a topic of 20 (2.0.11). */
const savedBeside = 79;

/** All that bounds a queue at a broker, in the order in which it is told. */
export function queueBounds(broker: Broker): readonly QueueBound[] {
  return [
    ...settingBound(broker, "max_queued_messages", ({ needs }) => needs.messages, String),
    ...settingBound(broker, "max_queued_bytes", ({ needs }) => needs.bytes, printBytes),
    {
      name: "Mosquitto's queue",
      allowed: `can be ${printBytes(greatestLimit)} and ${greatestLimit} events at most`,
      isFixed: true,
      path: ["brokers", broker.name],
      isMet: ({ needs }) => needs.bytes > greatestLimit || needs.messages > greatestLimit,
    },
    ...settingBound(broker, "memory_limit", heldBytes, printBytes),
    ...storageBound(broker),
  ];
}

function settingBound(
  { name, settings }: Broker,
  setting: string,
  needed: (queue: Queue) => number,
  print: (limit: number) => string,
): readonly QueueBound[] {
  const limit = sizeOf(settings[setting] ?? null);
  // To the program 0 is no limit; `memory_limit` and the number of events cannot be 0 here.
  if (limit === undefined || limit === 0) return [];
  const path = ["brokers", name, "settings", setting];
  const isMet = (queue: Queue) => needed(queue) > limit;
  return [{ name: `\`settings.${setting}\``, allowed: `is ${print(limit)}`, isFixed: false, path, isMet }];
}

/** What is saved is written anew beside what was saved before. */
function storageBound({ name, storage }: Broker): readonly QueueBound[] {
  const bytes = storage?.bytes;
  if (bytes === undefined) return [];
  const isMet = (queue: Queue) => 2 * savedBytes(queue) > bytes;
  const allowed = `is ${printBytes(bytes)}: while they are saved they stand there twice`;
  return [{ name: "`storage`", allowed, isFixed: false, path: ["brokers", name, "storage"], isMet }];
}

/** Bytes of memory that a queue takes. */
export function heldBytes(queue: Queue): number {
  return queue.needs.bytes + queue.needs.messages * (memoryBeside + topicBytes(queue));
}

/** Bytes that it takes in the file that is saved. */
export function savedBytes(queue: Queue): number {
  return queue.needs.bytes + queue.needs.messages * (savedBeside + topicBytes(queue));
}

function topicBytes({ events }: Queue): number {
  return Math.max(...events.map(({ topic }) => printPattern(topic).length));
}
