import type { Reporter } from "../../../compiler/diagnostics/reporter.ts";
import { printFlow } from "../../../compiler/model/amount.ts";
import { deadLettersOf } from "../../../compiler/model/dead-letters.ts";
import type { Event, Retention } from "../../../compiler/model/mesh.ts";
import { printBytes, printDuration } from "../../../compiler/model/quantity.ts";
import type { BrokerNode, Topology } from "../../../compiler/model/topology.ts";
import { storageTooSmall } from "./diagnostics.ts";
import { jetStreamOf, type Kept, keptByBroker } from "./jetstream.ts";

/**
 * Checks that an instance of a broker can hold all that is kept there. A stream's `retention.size` is reserved as it is
 * made, and refused where it does not fit (JetStream error 10047; 2.10 to 2.15); where only age or number bound it,
 * what comes of `rate` and `size` has to fit, or publishing fails once the disk's share is used up.
 */
export function checkStorage(topology: Topology, node: BrokerNode, report: Reporter): void {
  const { broker } = node;
  const kept = node.storing === "events" ? (keptByBroker(topology).get(broker.name) ?? []) : [];
  const room = jetStreamOf(node, kept)?.maxFileStore ?? Infinity;
  const needs = kept.flatMap((one) => {
    const need = bytesNeeded(one);
    return need ? [{ stream: one.name, ...need }, ...deadLettersNeeded(one)] : [];
  });
  const total = needs.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= room) return;
  const largest = needs.toSorted((a, b) => b.bytes - a.bytes);
  const of = largest.map(({ stream, bytes, arithmetic }) => ({
    stream,
    size: printBytes(bytes),
    arithmetic,
  }));
  const path = ["brokers", broker.name, ...(broker.storage ? ["storage"] : [])];
  const names = { broker: broker.name, room: printBytes(room), total: printBytes(total), of };
  report.report(storageTooSmall, names, { path, on: broker.storage ? "value" : "key" });
}

/** What is told of what was given up is bound as the events are, and the bytes of that bound are reserved too. */
function deadLettersNeeded({ stream, durables }: Kept): readonly (Need & { readonly stream: string })[] {
  const { bytes } = stream.retention;
  const [name] = durables.flatMap((durable) => deadLettersOf(durable) ?? []);
  return name === undefined || bytes === undefined
    ? []
    : [{ stream: name, bytes, arithmetic: "as much as of its events" }];
}

/** What is needed in bytes, and how that comes about. */
interface Need {
  readonly bytes: number;
  readonly arithmetic: string;
}

/** What a stream comes to hold, or `undefined` where the manifest does not say enough to tell. */
function bytesNeeded({ events, stream: { retention } }: Kept): Need | undefined {
  if (retention.bytes !== undefined) return { bytes: retention.bytes, arithmetic: "`retention.size`" };
  const bounds = [bytesOfMessages(events, retention), bytesOfAge(events, retention)];
  const [least] = bounds.filter((need) => need !== undefined).toSorted((a, b) => a.bytes - b.bytes);
  return least;
}

function bytesOfMessages(events: readonly Event[], { messages }: Retention): Need | undefined {
  const sizes = events.flatMap(({ load }) => load.bytes ?? []);
  if (messages === undefined || sizes.length < events.length) return undefined;
  const size = Math.max(...sizes);
  return { bytes: messages * size, arithmetic: `${messages} × ${printBytes(size)}` };
}

/** Of those events of which rate and size are known: the least that comes together. */
function bytesOfAge(events: readonly Event[], { ageMilliseconds }: Retention): Need | undefined {
  const rates = events.flatMap(({ load: { perSecond, bytes } }) =>
    perSecond === undefined || bytes === undefined ? [] : [perSecond * bytes],
  );
  if (ageMilliseconds === undefined || rates.length === 0) return undefined;
  const flow = rates.reduce((sum, rate) => sum + rate, 0);
  const arithmetic = `${printDuration(ageMilliseconds)} × ${printFlow(events)}`;
  return { bytes: (flow * ageMilliseconds) / 1_000, arithmetic };
}
