import type { Reporter } from "../../../compiler/diagnostics/reporter.ts";
import { printAmount } from "../../../compiler/model/amount.ts";
import type { Event } from "../../../compiler/model/mesh.ts";
import { printBytes } from "../../../compiler/model/quantity.ts";
import type { BrokerNode, Topology } from "../../../compiler/model/topology.ts";
import { changesUntilSaved, usualInterval } from "../../kit/saved-after.ts";
import { queueByBytes, queueTooShort, savedAfterwards } from "./diagnostics.ts";
import { type Queue, queueLimits, queuesAt } from "./queue.ts";
import { queueBounds, savedBytes } from "./queue-bounds.ts";

/**
 * Checks what has to wait at a broker against everything that bounds it, and says what its store cannot promise. A queue
 * that is full drops without a word to who publishes: 1,500 events were acknowledged of which 300 waited
 * (`max_queued_messages 300`, 2.0.11).
 */
export function checkQueues(topology: Topology, node: BrokerNode, report: Reporter): void {
  const queues = queuesAt(topology, node.broker.name);
  for (const queue of queues) {
    checkLength(node, queue, report);
    checkSaid(topology, node, queue, report);
  }
  checkSaving(node, queues, usualInterval(topology, node.broker.name), report);
}

function checkLength({ broker }: BrokerNode, queue: Queue, report: Reporter): void {
  const bound = queueBounds(broker).find(({ isMet }) => isMet(queue));
  if (!bound) return;
  const { needs, link } = queue;
  const parameters = {
    broker: broker.name,
    link: link.name,
    needs: `${needs.messages} events of ${printBytes(needs.bytes)} in all`,
    of: arithmeticOf(queue),
    bound: bound.name,
    allowed: bound.allowed,
    isFixed: bound.isFixed,
  };
  report.report(queueTooShort, parameters, { path: bound.path, on: bound.isFixed ? "key" : "value" });
}

function checkSaid(topology: Topology, { broker }: BrokerNode, queue: Queue, report: Reporter): void {
  if (queue.unsaid.length === 0) return;
  const { messages, bytes } = queueLimits(topology, broker.name);
  const unsaid = queue.unsaid.map(({ event, keys }) => `"${nameOf(event)}" has no ${listed(keys)}`);
  const names = { broker: broker.name, link: queue.link.name, messages, bytes: printBytes(bytes) };
  report.report(queueByBytes, { ...names, unsaid }, { path: ["brokers", broker.name], on: "key" });
}

function checkSaving(
  { broker }: BrokerNode,
  queues: readonly Queue[],
  usual: number,
  report: Reporter,
): void {
  const [event] = queues.flatMap(({ events }) => events);
  const changes = changesUntilSaved(broker, usual);
  const slow = changes === undefined ? undefined : slownessOf(queues, changes);
  // That what came last can be lost all the same is told by `explain`, and mended by no change of the manifest.
  const isUsual = changes !== undefined && changes > 0 && changes <= usual;
  if (!event || (isUsual && slow === undefined)) return;
  const { autosave_interval: interval = usual } = broker.settings;
  const saved = savedWhen(changes, String(interval));
  const parameters = { broker: broker.name, event: nameOf(event), saved, slow };
  report.report(savedAfterwards, parameters, { path: ["brokers", broker.name], on: "key" });
}

/** When sessions are saved, after changes or by time. */
function savedWhen(changes: number | undefined, interval: string): string {
  if (changes === undefined) return `every ${interval} s`;
  return changes === 1 ? "at each change" : `after ${changes} changes`;
}

/** Bytes a second at which everything that waits is written anew at each save: 60 MB in 0.18 to 0.27 s (2.0.11). */
const savingSpeed = 250_000_000;

/** What a long queue does to who publishes: between two saves, of all that waits, so many events are taken. */
function slownessOf(queues: readonly Queue[], changes: number): string | undefined {
  const bytes = queues.reduce((sum, queue) => sum + savedBytes(queue), 0);
  const rate = Math.max(...queues.map(rateOf));
  const seconds = bytes / savingSpeed;
  if (seconds * rate <= changes) return undefined;
  const time = `${Number(seconds.toPrecision(2))} s`;
  // Of each connection one packet is taken in a round of Mosquitto's loop, at the end of which it may save (2.0.11).
  const taken = changes === 1 ? "each publisher has one" : `no more than ${changes} are`;
  return `saving ${printBytes(bytes)} takes ${time} once all waits, in which ${Number((seconds * rate).toPrecision(2))} events come: ${taken} acknowledged in that time`;
}

function rateOf({ events }: Queue): number {
  return events.reduce((sum, { load }) => sum + (load.perSecond ?? 0), 0);
}

/** How the length of a queue comes about: `orders.placed: 72h × 5/s × 200 B = 247 MiB`. */
export function arithmeticOf({ events }: Queue): readonly string[] {
  return events.flatMap((event) => {
    const { offlineMilliseconds: offline } = event.terms;
    const amount = offline === undefined ? undefined : printAmount(event, offline);
    return amount === undefined ? [] : [`${nameOf(event)}: ${amount}`];
  });
}

function nameOf({ domain, name }: Event): string {
  return `${domain}.${name}`;
}

function listed(keys: readonly string[]): string {
  return keys.map((key) => `\`${key}\``).join(" and no ");
}
