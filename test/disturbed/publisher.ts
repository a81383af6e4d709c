import { pause } from "../nats/until.ts";
import type { EventText } from "./event-text.ts";
import type { Ledger } from "./ledger.ts";

/** An application that publishes. */
export interface Publisher {
  readonly name: string;
  /** Publishes one event that counts for nothing. */
  warmUp(): void;
  /** Publishes at a rate (events a second) for some milliseconds, as evenly as the machine lets it. */
  publish(rate: number, duration: number, ledger: Ledger): Promise<void>;
  /** Events that are not acknowledged yet. */
  open(): number;
  /** Gives up what is not acknowledged. */
  end(): void;
}

/** What sends one event and tells whether it counts as published; `isOver` tells whether to give up. */
export type Send = (event: EventText, isOver: () => boolean) => Promise<boolean>;

const tick = 10;

/** A publisher that sends in this way. */
export function createPublisher(name: string, send: Send): Publisher {
  let open = 0;
  let ended = false;
  const isOver = () => ended;
  return {
    name,
    warmUp: () => void send({ phase: "warm-up", publisher: name, sequence: Math.random() }, isOver),
    async publish(rate, duration, ledger) {
      await evenly(rate, duration, (sequence) => {
        const sentAt = performance.now();
        open += 1;
        void send({ phase: "run", publisher: name, sequence }, isOver).then((counts) => {
          open -= 1;
          if (counts) ledger.promised(name, sequence, sentAt);
        });
      });
    },
    open: () => open,
    end: () => void (ended = true),
  };
}

async function evenly(rate: number, duration: number, each: (sequence: number) => void): Promise<void> {
  const begin = performance.now();
  const all = Math.round((rate * duration) / 1_000);
  for (let sequence = 0; sequence < all;) {
    const due = Math.min(all, Math.ceil(((performance.now() - begin) * rate) / 1_000));
    while (sequence < due) each(sequence++);
    await pause(tick);
  }
}
