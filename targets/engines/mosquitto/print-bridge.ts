import type { Endpoint } from "../../../compiler/model/address.ts";
import type { Pattern } from "../../../compiler/model/topic.ts";
import type { ConfigFile } from "../../../compiler/model/workload.ts";
import { mosquittoText, mosquittoUser, mosquittoWord, mqttFilter } from "../../kit/mosquitto-value.ts";
import { fileNames } from "./files.ts";
import { shortHash } from "./short-hash.ts";

/** A set of topics that a bridge carries one way. */
export interface BridgedTopic {
  readonly pattern: Pattern;
  readonly delivery: "at-most-once" | "at-least-once";
}

/** A bridge as the broker that dials has it. */
export interface Bridge {
  /** The link's name; its identity, `link.` and that, is who logs in. */
  readonly link: string;
  /** All instances of all targets in order, the active one first. */
  readonly addresses: readonly Endpoint[];
  /** Set where all of them are of one target, so that one is as good as another. */
  readonly areAlike?: true;
  /** What is published at or below the dialing broker and read beyond the bridge. */
  readonly up: readonly BridgedTopic[];
  readonly down: readonly BridgedTopic[];
  /** Bytes of the largest packet that every target takes. */
  readonly largestPacket: number;
  /** File with the certificates of who signed what targets show; absent where they speak no TLS. */
  readonly authorities?: string;
}

/**
 * The file of one bridge, with the password that it logs in with. Each line is there for a reason that was seen on
 * 2.0.11 with nats-server 2.10 to 2.15 and with Mosquitto itself:
 *
 * - `address` with several: the next is dialed within 2 s of a loss. With `round_robin false` the first is tried every 5 s
 *   and returned to as soon as it takes a connection, which cuts the bridge for 1 to 5 s more: only where a target is to be
 *   preferred to another, not among the instances of one.
 * - `restart_timeout 1 5`: a random pause between, so that many sites do not come back at once; by default up to 30 s.
 * - `keepalive_interval 5`: the least there is. A target that is gone without a word is noticed after one and a half.
 * - `bridge_protocol_version mqttv311`, `try_private false`: the mark of a bridge in the version of the protocol is
 *   refused by nats-server.
 * - `notifications`, to this broker only: whoever may read `$SYS` there sees whether the bridge is connected.
 * - `bridge_outgoing_retain false`: what is retained here is sent again at each connection, and is an event as others
 *   are beyond: no hub is to keep it for whoever subscribes later.
 * - `bridge_max_packet_size`: what is larger is dropped; sent, it would end the connection (nats-server counts the payload
 *   by `max_payload`).
 * - Of what is at-most-once QoS 0 is asked for and sent, and where all is, `cleansession true`: a session would be
 *   kept for what cannot wait in it, with the subscriptions of a list that has changed since.
 * - Where something is at-least-once it crosses at QoS 1, and the session stays, at both ends, while the bridge is cut.
 *   What waits here is kept by the local id, whatever is listed. The session at the target is found by an id that
 *   changes with what is asked for there: else an earlier list's subscriptions would be in it, and events of both come
 *   twice.
 */
export function printBridge(bridge: Bridge): ConfigFile {
  const { link, addresses, areAlike, up, down, largestPacket, authorities } = bridge;
  const identity = `link.${link}`;
  // Whole words: the host is empty where nobody declared one, which is told at its place, and nothing is written then.
  const hosts = addresses.map(({ host, port }) => mosquittoWord(`${host}:${port}`));
  const keeps = [...up, ...down].some(({ delivery }) => delivery === "at-least-once");
  const head = [
    `connection ${mosquittoText(link)}`,
    `address ${hosts.join(" ")}`,
    `round_robin ${areAlike === true && addresses.length > 1}`,
    "start_type automatic",
    "restart_timeout 1 5",
    "keepalive_interval 5",
    "bridge_protocol_version mqttv311",
    "try_private false",
    "notifications true",
    "notifications_local_only true",
    `notification_topic $SYS/broker/connection/${mosquittoWord(link)}/state`,
    "bridge_outgoing_retain false",
    `bridge_max_packet_size ${largestPacket}`,
    `cleansession ${!keeps}`,
    `local_clientid ${mosquittoText(identity)}`,
    `remote_clientid ${remoteId(bridge, keeps)}`,
    ...(authorities === undefined
      ? []
      : [`bridge_cafile ${mosquittoText(authorities)}`, "bridge_insecure false"]),
    `remote_username ${mosquittoUser(identity)}`,
    "remote_password ",
  ];
  const topics = [...topicLines("out", up), ...topicLines("in", down)];
  const parts = [head.join("\n"), { kind: "loginPassword", of: identity } as const, `\n${topics.join("")}`];
  return { path: fileNames.bridgeOf(link), mode: 0o400, parts };
}

/** A client id that nats-server takes, which allows no `.` in it: names hold no `_`, so that no two links have one. */
function remoteId({ link, down }: Bridge, keeps: boolean): string {
  const id = link.replaceAll(".", "_");
  return mosquittoText(keeps ? `${id}_${shortHash(topicLines("in", down).join(""))}` : id);
}

function topicLines(direction: "out" | "in", topics: readonly BridgedTopic[]): readonly string[] {
  const lines = topics.map(({ pattern, delivery }) => {
    const qos = delivery === "at-least-once" ? 1 : 0;
    return `topic ${mqttFilter(pattern)} ${direction} ${qos}\n`;
  });
  return [...new Set(lines)].toSorted();
}
