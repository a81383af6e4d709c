import type { Event } from "./mesh.ts";
import { printBytes, printDuration, printRate } from "./quantity.ts";

/** What comes of events in some time. */
export interface Amount {
  readonly messages: number;
  /** Of their payloads. */
  readonly bytes: number;
}

/** What an event's `rate` and `size` come to in so many milliseconds; `undefined` where one of the two is not said. */
export function amountOf({ load: { perSecond, bytes } }: Event, milliseconds: number): Amount | undefined {
  if (perSecond === undefined || bytes === undefined) return undefined;
  const messages = Math.ceil((perSecond * milliseconds) / 1_000);
  return { messages, bytes: messages * bytes };
}

/** The same in words: `72h × 5/s × 200 B = 247 MiB`. */
export function printAmount(event: Event, milliseconds: number): string | undefined {
  const { perSecond, bytes } = event.load;
  const amount = amountOf(event, milliseconds);
  if (!amount || perSecond === undefined || bytes === undefined) return undefined;
  const factors = [printDuration(milliseconds), printRate(perSecond), printBytes(bytes)];
  return `${factors.join(" × ")} = ${printBytes(amount.bytes)}`;
}

/** What events bring, as far as their rates and sizes are known, the first three one by one: `(5/s × 200 B + 1/s × 1 KiB)`. */
export function printFlow(events: readonly Event[]): string {
  const flows = events.flatMap(({ load: { perSecond, bytes } }) =>
    perSecond === undefined || bytes === undefined ? [] : [`${printRate(perSecond)} × ${printBytes(bytes)}`],
  );
  const more = flows.length > 3 ? [`${flows.length - 3} more`] : [];
  const sum = [...flows.slice(0, 3), ...more].join(" + ");
  return `(${sum})`;
}
