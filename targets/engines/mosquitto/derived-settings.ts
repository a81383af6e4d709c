import type { Json } from "../../../compiler/model/json.ts";
import type { Topology } from "../../../compiler/model/topology.ts";
import { usualInterval } from "../../kit/saved-after.ts";
import { packetLimit } from "./packets.ts";
import { queueLimits, queuesAt } from "./queue.ts";
import { usualPacket } from "./settings.ts";

/**
 * Settings that follow from what waits at a broker; what the manifest writes wins, as far as `checkQueues` and
 * `checkPackets` let it. Where
 * at-least-once events wait, sessions are saved by what changed (`usualInterval`). Saved at each change, a broker that is killed
 * loses at most what it acknowledged in its last turn; with a save each second it lost 183 to 993 events of 500 a second,
 * with one each minute all that had come in that minute (2.0.11).
 */
export function derivedSettings(topology: Topology, broker: string): { readonly [setting: string]: Json } {
  const { messages, bytes } = queueLimits(topology, broker);
  const limit = packetLimit(topology, broker);
  const packet = limit && limit.bytes < usualPacket ? limit.bytes : undefined;
  const keeps = queuesAt(topology, broker).length > 0;
  return {
    max_queued_messages: messages,
    max_queued_bytes: bytes,
    ...(packet !== undefined && { max_packet_size: packet }),
    ...(keeps && { autosave_interval: usualInterval(topology, broker), autosave_on_changes: true }),
  };
}
