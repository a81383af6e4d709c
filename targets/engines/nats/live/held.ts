import type { JsMsg } from "@nats-io/jetstream";

/** Events of others that a probe came by. */
export interface Held {
  hold(message: JsMsg): void;
  /** Gives all of them back. */
  release(): void;
}

/**
 * Keeps events of others while a probe reads by a durable that gives events up: each time that one is given back counts
 * as a delivery, so that they are given back once. `acknowledgedWithin` is the durable's time to acknowledge, in
 * nanoseconds; before it is over the server is told that an event is being worked on.
 */
export function holdOthers(acknowledgedWithin = 30_000_000_000): Held {
  const held: JsMsg[] = [];
  const timer = setInterval(
    () => held.forEach((message) => message.working()),
    acknowledgedWithin / 1_000_000 / 3,
  );
  timer.unref();
  return {
    hold: (message) => void held.push(message),
    release() {
      clearInterval(timer);
      held.forEach((message) => message.nak());
    },
  };
}
