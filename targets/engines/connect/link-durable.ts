import { natsSubject, type NatsSubject } from "../../kit/nats-subject.ts";
import type { Json } from "../../../compiler/model/json.ts";

const second = 1_000_000_000;

/**
 * Events that are out to a link and not acknowledged. Bounds what is sent twice after a disturbance, and what the
 * engine holds in memory, together with the size of an event.
 */
const maxPending = 128;

/**
 * When what is out is given out again, in nanoseconds: to a link that was restarted soon; to one whose edge is away ever more seldom, since all
 * of it would come there as often as that.
 */
const redelivery = [30 * second, 300 * second, 3_600 * second];

/** Subject on which a stream sends a link its events; nobody else may subscribe to it. */
export function deliverSubject(link: string, stream: string): NatsSubject {
  return natsSubject(["_DELIVER", ...link.split("."), stream]);
}

/**
 * Settings of the durable by which a link reads a stream, as nats-server takes them, beside its name and its filter.
 * The stream pushes: by pulling, the engine asks for one event at a time and gets as many a second as a question takes
 * to be answered.
 */
export function linkDurableSettings(link: string, stream: string): { readonly [key: string]: Json } {
  return {
    deliver_subject: deliverSubject(link, stream),
    deliver_policy: "all",
    ack_policy: "explicit",
    backoff: redelivery,
    max_deliver: -1,
    max_ack_pending: maxPending,
    replay_policy: "instant",
  };
}
