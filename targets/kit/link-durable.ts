import type { Json } from "../../compiler/model/json.ts";
import { natsSubject, type NatsSubject } from "./nats-subject.ts";

const second = 1_000_000_000;

/**
 * Events that are out to a link and not acknowledged. Bounds what is sent twice after a disturbance, and what the
 * engine holds in memory, together with the size of an event.
 */
const maxPending = 512;

/**
 * When what is out is given out again, in nanoseconds, unless the engine says that it still has it, which it does each second
 * of what it has for longer than three (`tools/connect/benthos.patch`). What was out to an engine that ended, or on a way that was cut,
 * comes so much later, and as long nothing else comes: with 30 s, a cut of a minute left the link still for half a minute more.
 */
const acknowledgedWithin = 10 * second;

/** Subject on which a stream sends a link its events: among its replies, which nobody else may hear. */
export function deliverSubject(link: string, stream: string): NatsSubject {
  return natsSubject([linkInboxPrefix(link), "deliver", stream]);
}

/** What the subjects of replies to a link, and to nobody else, begin with. */
export function linkInboxPrefix(link: string): string {
  return `_INBOX_link_${link.replaceAll(".", "_")}`;
}

/**
 * Settings of the durable by which a link reads a stream, as nats-server takes them, beside its name and its filter.
 * It begins with what is stored after it was made: what was stored before was nobody's to carry. The stream pushes: by
 * pulling, the engine asks for one event at a time and gets as many a second as a question takes to be answered.
 */
export function linkDurableSettings(link: string, stream: string): { readonly [key: string]: Json } {
  return {
    deliver_subject: deliverSubject(link, stream),
    deliver_policy: "new",
    ack_policy: "explicit",
    ack_wait: acknowledgedWithin,
    max_deliver: -1,
    max_ack_pending: maxPending,
    replay_policy: "instant",
  };
}
