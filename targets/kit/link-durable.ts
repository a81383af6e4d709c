import type { Json } from "../../compiler/model/json.ts";
import { natsSubject, type NatsSubject } from "./nats-subject.ts";

const second = 1_000_000_000;

/**
 * Events that are out to a link and not acknowledged. Bounds what is sent twice after a disturbance, and what the
 * engine holds in memory, together with the size of an event.
 */
const maxPending = 128;

/**
 * When what is out is given out again, in nanoseconds: each time after about as long as it has been out, an hour at most. To a link
 * whose edge is away it comes ever more seldom, since all of it would come there as often as that. Nothing else is given
 * out until then, and where the way to the hub was cut what was out was lost on it: with five minutes after the first 30 s, a cut
 * of a minute brought down nothing more in the minute and a half after it.
 */
const redelivery = [30, 60, 120, 240, 480, 960, 1_920, 3_600].map((seconds) => seconds * second);

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
    backoff: redelivery,
    max_deliver: -1,
    max_ack_pending: maxPending,
    replay_policy: "instant",
  };
}
