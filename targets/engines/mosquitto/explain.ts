import { printBytes } from "../../../compiler/model/quantity.ts";
import type { BrokerNode, Topology } from "../../../compiler/model/topology.ts";
import { arithmeticOf } from "./check-queues.ts";
import { type Queue, queueLimits, queuesAt } from "./queue.ts";
import { heldBytes } from "./queue-bounds.ts";
import { sizeOf } from "../../kit/size-of.ts";

/** How long the sessions of a broker can get, and what has to wait there, with the arithmetic. */
export function explain(topology: Topology, { broker }: BrokerNode): readonly string[] {
  const derived = queueLimits(topology, broker.name);
  const written = (setting: string) => sizeOf(broker.settings[setting] ?? null);
  const bytes = written("max_queued_bytes") ?? derived.bytes;
  const messages = written("max_queued_messages") ?? derived.messages;
  const size = bytes === 0 ? "of any size" : `of ${printBytes(bytes)} in all`;
  const queues = queuesAt(topology, broker.name);
  return [
    `each session holds ${messages} events ${size} at most; what comes after that is acknowledged and dropped`,
    ...queues.flatMap(queueLines),
    ...(queues.length === 0 ? [] : [savedLine]),
  ];
}

/** docs/diagnostics/MESH4108.md has the figures. */
const savedLine = "what waits for a link is saved after it is acknowledged: killed, it loses what came last";

function queueLines(queue: Queue): readonly string[] {
  const { link, unsaid, needs } = queue;
  const unknown = unsaid.map(({ event: { domain, name }, keys }) => {
    return `  ${domain}.${name}: not known without ${keys.map((key) => `\`${key}\``).join(", ")}`;
  });
  const total = `${needs.messages} events, ${printBytes(needs.bytes)}, ${printBytes(heldBytes(queue))} of memory`;
  return [
    `while link ${link.name} is cut, waits for it${unsaid.length === 0 ? "" : ", as far as is known"}: ${total}`,
    ...arithmeticOf(queue).map((line) => `  ${line}`),
    ...unknown,
  ];
}
