import type { Flow } from "./topology.ts";

/** A flow for people: `orders.placed: till -> picking`. Those between other places of the same two share it. */
export function flowName({ event, publisher, subscriber }: Flow): string {
  return `${event.domain}.${event.name}: ${publisher.name} -> ${subscriber.name}`;
}
