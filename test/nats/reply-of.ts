import type { JsMsg } from "@nats-io/jetstream";

/** Where an event is acknowledged; the client has it, but its type does not say so. */
export function replyOf(message: JsMsg): string {
  if ("reply" in message && typeof message.reply === "string") return message.reply;
  throw new Error("the client does not tell where an event is acknowledged");
}
