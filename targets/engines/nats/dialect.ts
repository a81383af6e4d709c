import { deadLettersOf } from "../../../compiler/model/dead-letters.ts";
import type { BrokerNode, Durable } from "../../../compiler/model/topology.ts";
import type { Dialect, DurableAddress } from "../../../compiler/target.ts";
import { hostPort } from "../../kit/host-port.ts";
import { copyAddresses } from "./copies.ts";
import { durableControls, noRequest, storeControls } from "./closed-subjects.ts";
import { apiPrefix, bringSubjects, keptIn, operatorInbox, operatorSubjects } from "./control-subjects.ts";
import { domainHere } from "./jetstream.ts";
import { inboxPrefix, natsSubject } from "../../kit/nats-subject.ts";
import { factsOf } from "./versions.ts";

/**
 * NATS as its clients see it. Subjects that begin with `$` are the server's own (system events, JetStream), `_INBOX`
 * is where clients without a prefix of their own get replies, `>` is everything (NATS manual, Subject-Based Messaging).
 */
export const dialect: Dialect = {
  listener: "nats",
  url: (listener) => `${listener.authority === undefined ? "nats" : "tls"}://${hostPort(listener)}`,
  address: natsSubject,
  closedToSubscribe: [">", "*", "*.>", "*.*.>", "$SYS.>", "$JS.>", "_INBOX.>"],
  closedToPublish: [
    "$SYS.REQ.SERVER.PING",
    "$SYS.REQ.USER.INFO",
    "$JS.API.INFO",
    "$JS.API.STREAM.NAMES",
    "$JS.API.STREAM.CREATE.meshc-probe",
    "_INBOX.meshc-probe.1",
  ],
  noRequest,
  groupsAreRights: true,
  replies: { inboxPrefix, set: (prefix) => `${prefix}.>`, one: (prefix) => `${prefix}.meshc-probe` },
  operators: { inbox: operatorInbox, requests: (at) => operatorSubjects(domainHere(at)) },
  stored: {
    messageId: "Nats-Msg-Id",
    durable: (durable, at) => addressOf(durable, durable.mirror ?? durable.stream, at),
    deadLetters(durable, at) {
      const stream = deadLettersOf(durable);
      return stream === undefined ? undefined : addressOf(durable, stream, at);
    },
    placeAddresses: (place) => bringSubjects([place]).map((subject) => subject.replace(/>$/, "meshc-probe")),
    copying: copyAddresses,
    storeControls: ({ name, edge }, at) => storeControls(apiPrefix(edge, hereAt(at)), name),
    durableControls: ({ stream, mirror = stream, name, edge }, at) =>
      durableControls(apiPrefix(edge, hereAt(at)), mirror, name),
  },
  peers: {
    linkListener: "leafnode",
    peerListeners: ["cluster", "gateway"],
    isOpenToLinks: (address) => address.startsWith("$JS.ACK."),
    linkGap: (version) =>
      factsOf(version)?.checksLeafMessages === false
        ? `NATS ${version} tells an edge what it may publish over its link, and does not look whether it keeps to that; 2.12 does`
        : undefined,
    // A domain is a mapping of its account, which clients' subjects go through before their rights (2.10 to 2.15).
    hubsRewrite: true,
  },
};

/** The domain that whoever logs in reaches without naming it. */
function hereAt(at: BrokerNode | "link"): string | undefined {
  return at === "link" ? undefined : domainHere(at);
}

function addressOf(durable: Durable, stream: string, at: BrokerNode | "link"): DurableAddress {
  const { name: consumer } = durable;
  const here = hereAt(at);
  const domain = keptIn(durable.edge);
  const api = apiPrefix(durable.edge, here);
  return {
    stream,
    consumer,
    ...(domain !== here && { domain }),
    lookUp: `${api}.CONSUMER.INFO.${stream}.${consumer}`,
    request: `${api}.CONSUMER.MSG.NEXT.${stream}.${consumer}`,
    acknowledge: `$JS.ACK.${stream}.${consumer}.meshc-probe`,
  };
}
