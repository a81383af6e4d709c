import type { Broker } from "../../../compiler/model/mesh.ts";
import type { Topology } from "../../../compiler/model/topology.ts";
import { queuesAt } from "./queue.ts";
import { sizeOf } from "../../kit/size-of.ts";
import { usualPacket } from "./settings.ts";

/** Bytes of a packet beside the payload, with the longest topic that a manifest can name: 16 levels of 64 bytes. */
export const besidePayload = 1_049;

/** Bytes that a link adds to an event which crosses to another protocol: the id by which it is stored once. */
const addedByLinks = 64;

/** Bytes of the largest payload that a broker takes. */
export function largestEvent({ settings }: Broker): number {
  const packet = sizeOf(settings["max_packet_size"] ?? null) ?? usualPacket;
  // To the program 0 is no limit; a manifest cannot write that of packets.
  const payload = sizeOf(settings["message_size_limit"] ?? null) ?? Infinity;
  return Math.min(packet - besidePayload, payload);
}

/** The largest packet that who is at a broker may send, and the broker because of which it is not more. */
export interface PacketLimit {
  readonly bytes: number;
  readonly dueTo: string;
}

/**
 * How large packets may be so that what a broker acknowledges can cross the links that keep it, and all beyond; or
 * `undefined` where nothing that is kept leaves it upward. A packet that is too large ends its client's connection and is
 * not acknowledged; one that is larger than `message_size_limit` is, and dropped (MQTT 3.1.1, 2.0.11).
 */
export function packetLimit(topology: Topology, broker: string): PacketLimit | undefined {
  const limits: PacketLimit[] = [];
  const seen = new Set([broker]);
  // A set hands out what is added while it is walked.
  for (const at of seen) {
    for (const { link, direction } of queuesAt(topology, at)) {
      if (direction === "down") continue;
      for (const target of [link.to, ...link.standby]) {
        const node = topology.brokers.get(target);
        if (!node || seen.has(target)) continue;
        const added = node.broker.engine === link.kind.engine ? -besidePayload : addedByLinks;
        limits.push({ bytes: node.largestEvent - added, dueTo: target });
        seen.add(target);
      }
    }
  }
  return limits.toSorted((a, b) => a.bytes - b.bytes)[0];
}
