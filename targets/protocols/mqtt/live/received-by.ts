import type { IPublishPacket } from "mqtt";
import type { ProbeSubscription } from "../../../../compiler/live.ts";

type Received = ProbeSubscription["received"][number];

/** A subscription of a connection. */
export interface Heard {
  /** Tells it from the others of the connection (MQTT 5.0, 3.8.2.1.2). */
  readonly id: number;
  readonly filter: string;
  /** Grows. */
  readonly received: Received[];
}

/**
 * Gives a message to the subscription that it came for. Under MQTT 5 the broker says which. Under 3.1.1 it does not, and
 * nats-server sends a copy for each subscription that a topic meets: the copies go to these in turn.
 */
export function receivedBy(subscriptions: ReadonlyMap<string, Heard>): (packet: IPublishPacket) => void {
  const copies = new Map<string, number>();
  return ({ topic: address, payload, properties }) => {
    const bytes = typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
    const message: Received = { address, payload: bytes, atMs: performance.now() };
    const named = properties?.subscriptionIdentifier;
    if (named !== undefined) {
      const ids = [named].flat();
      for (const { id, received } of subscriptions.values()) if (ids.includes(id)) received.push(message);
      return;
    }
    const met = [...subscriptions.values()].filter(({ filter }) => isMet(filter, address));
    const key = `${address} ${Buffer.from(bytes).toString("base64")}`;
    const copy = copies.get(key) ?? 0;
    copies.set(key, copy + 1);
    met[copy % met.length]?.received.push(message);
  };
}

/** Whether a topic is in the set that a filter stands for (MQTT 3.1.1, 4.7). */
function isMet(filter: string, topic: string): boolean {
  const levels = topic.split("/");
  const wanted = filter.split("/");
  const rest = wanted.indexOf("#");
  if (rest < 0 ? wanted.length !== levels.length : levels.length < rest) return false;
  if (topic.startsWith("$") && /^[+#]/.test(filter)) return false;
  return wanted.every((level, index) => level === "+" || level === "#" || level === levels[index]);
}
