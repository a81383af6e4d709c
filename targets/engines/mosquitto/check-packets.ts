import type { Reporter } from "../../../compiler/diagnostics/reporter.ts";
import { printBytes } from "../../../compiler/model/quantity.ts";
import type { BrokerNode, Topology } from "../../../compiler/model/topology.ts";
import { packetTooLarge } from "./diagnostics.ts";
import { besidePayload, type PacketLimit, packetLimit } from "./packets.ts";
import { queuesAt } from "./queue.ts";
import { sizeOf } from "../../kit/size-of.ts";

/** Checks that a broker takes nothing which it would acknowledge and could not hand on, and everything that is said to come. */
export function checkPackets(topology: Topology, { broker }: BrokerNode, report: Reporter): void {
  const limit = packetLimit(topology, broker.name);
  if (!limit) return;
  const names = { broker: broker.name, target: limit.dueTo, most: printBytes(limit.bytes) };
  const written = sizeOf(broker.settings["max_packet_size"] ?? null);
  if (written !== undefined && written > limit.bytes) {
    const path = ["brokers", broker.name, "settings", "max_packet_size"];
    report.report(packetTooLarge, { ...names, what: `packets of ${printBytes(written)}` }, { path });
  }
  for (const { domain, name, load } of tooLarge(topology, broker.name, limit)) {
    const what = `"${domain}.${name}" of ${printBytes(load.bytes ?? 0)} and its topic`;
    report.report(packetTooLarge, { ...names, what }, { path: ["domains", domain, "events", name, "size"] });
  }
}

/** Events that are at a broker, whether or not they leave it. */
function tooLarge(topology: Topology, broker: string, { bytes }: PacketLimit) {
  const waiting = queuesAt(topology, broker).flatMap(({ events }) => events);
  const passing = topology.flows.filter(({ path }) => path.includes(broker)).map(({ event }) => event);
  return [...new Set([...waiting, ...passing])].filter(
    ({ load }) => load.bytes !== undefined && load.bytes + besidePayload > bytes,
  );
}
