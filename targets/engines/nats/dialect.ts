import { deadLettersOf } from "../../../compiler/model/dead-letters.ts";
import type { BrokerRole } from "../../../compiler/model/mesh.ts";
import type { Dialect, DurableAddress } from "../../../compiler/target.ts";
import { hostPort } from "../../kit/host-port.ts";
import { apiPrefix } from "./control-subjects.ts";
import { hubDomain } from "./jetstream.ts";
import { inboxPrefix, natsSubject } from "../../kit/nats-subject.ts";

/**
 * NATS as its clients see it. Subjects that begin with `$` are the server's own (system events, JetStream), `_INBOX`
 * is where clients without a prefix of their own get replies, `>` is everything (NATS manual, Subject-Based Messaging).
 */
export const dialect: Dialect = {
  listener: "nats",
  url: (listener) => `nats://${hostPort(listener)}`,
  address: natsSubject,
  inboxPrefix,
  messageId: "Nats-Msg-Id",
  durable: ({ stream: origin, mirror: stream = origin, name }, role) => addressOf(stream, name, role),
  deadLetters(durable, role) {
    const stream = deadLettersOf(durable);
    return stream === undefined ? undefined : addressOf(stream, durable.name, role);
  },
  // A domain is a mapping of its account, which clients' subjects go through before their rights (2.10 to 2.15).
  hubsRewrite: true,
  replies: { set: (prefix) => `${prefix}.>`, one: (prefix) => `${prefix}.meshc-probe` },
  closedToSubscribe: [">", "*", "*.>", "*.*.>", "$SYS.>", "$JS.>", "_INBOX.>"],
  closedToPublish: ["$SYS.REQ.SERVER.PING", "$SYS.REQ.USER.INFO", "$JS.API.INFO", "_INBOX.meshc-probe.1"],
};

function addressOf(stream: string, consumer: string, role: BrokerRole): DurableAddress {
  const side = role === "hub" ? "hub" : "beyond";
  return {
    stream,
    consumer,
    ...(side === "beyond" && { domain: hubDomain }),
    lookUp: `${apiPrefix(side)}.CONSUMER.INFO.${stream}.${consumer}`,
    request: `${apiPrefix(side)}.CONSUMER.MSG.NEXT.${stream}.${consumer}`,
    acknowledge: `$JS.ACK.${stream}.${consumer}.meshc-probe`,
  };
}
