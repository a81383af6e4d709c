import { jetstream } from "@nats-io/jetstream";
import { pause } from "../nats/until.ts";
import type { ApplicationClient } from "./application-client.ts";
import { eventText, type EventText } from "./event-text.ts";
import type { Ledger } from "./ledger.ts";

/** An application that publishes. */
export interface Publisher {
  readonly name: string;
  readonly client: ApplicationClient;
  /** Publishes one event that counts for nothing. */
  warmUp(): void;
  /** Publishes at a rate (events a second) for some milliseconds, as evenly as the machine lets it. */
  publish(rate: number, duration: number, ledger: Ledger): Promise<void>;
  /** Events that are not acknowledged yet. */
  open(): number;
  /** Gives up what is not acknowledged. */
  end(): void;
}

const acknowledgedWithin = 4_000;
const beforeAnother = 250;
const tick = 10;

/** What sends one event and tells whether it counts as published. */
type Send = (event: EventText) => Promise<boolean>;

/** A publisher of one subject. `isStored`: it waits for acknowledgements. */
export function createPublisher(
  name: string,
  client: ApplicationClient,
  subject: string,
  isStored: boolean,
): Publisher {
  let open = 0;
  let ended = false;
  const send = isStored ? sendStored(client, subject, () => ended) : sendPlain(client, subject);
  return {
    name,
    client,
    warmUp: () => void send({ phase: "warm-up", publisher: name, sequence: Math.random() }),
    async publish(rate, duration, ledger) {
      await evenly(rate, duration, (sequence) => {
        const sentAt = performance.now();
        open += 1;
        void send({ phase: "run", publisher: name, sequence }).then((counts) => {
          open -= 1;
          if (counts) ledger.promised(name, sequence, sentAt);
        });
      });
    },
    open: () => open,
    end: () => void (ended = true),
  };
}

/** Tries again with the same message id until it is acknowledged that the event is stored, or all is over. */
function sendStored({ connection }: ApplicationClient, subject: string, isOver: () => boolean): Send {
  const client = jetstream(connection, { timeout: acknowledgedWithin });
  return async (event) => {
    const text = eventText(event);
    while (!isOver()) {
      try {
        await client.publish(subject, text, { msgID: text, timeout: acknowledgedWithin });
        return true;
      } catch {
        await pause(beforeAnother);
      }
    }
    return false;
  };
}

/** What is handed to the client counts as published, be the client connected or not. */
function sendPlain({ connection }: ApplicationClient, subject: string): Send {
  return async (event) => {
    try {
      connection.publish(subject, eventText(event));
      return true;
    } catch {
      return false;
    }
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
