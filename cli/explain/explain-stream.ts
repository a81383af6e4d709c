import { printAmount } from "../../compiler/model/amount.ts";
import { printBytes } from "../../compiler/model/quantity.ts";
import type { Stream, Topology } from "../../compiler/model/topology.ts";
import { explainDurable } from "./explain-durable.ts";

/** Why a stream is kept where it is, for how long, and who reads it. */
export function explainStream(stream: Stream, topology: Topology): readonly string[] {
  const { name, domain, events, home, replicas, why } = stream;
  const durables = topology.durables.filter((durable) => durable.stream === name);
  const sources = topology.sources.filter((source) => source.stream.name === name);
  const mirrors = topology.mirrors.filter((mirror) => mirror.stream.name === name);
  return [
    `stream ${name}`,
    `  of domain ${domain}: ${events.map((event) => event.name).join(", ")}`,
    `  at home at ${home}: ${why}`,
    `  each event is on ${replicas === 1 ? "one instance" : `${replicas} instances`}, and ${kept(stream)}`,
    ...comesTo(stream),
    ...sources.map(
      ({ name: source, broker, events: first }) =>
        `  of what comes up to ${broker}, ${first.map((event) => event.name).join(", ")} is kept there first, as ${source}, and drawn up`,
    ),
    ...mirrors.map(
      ({ name: copy, broker, readers }) =>
        `  copied to ${broker} as ${copy}, since it stores and ${readers.join(", ")} can only be there`,
    ),
    ...(durables.length > 0 ? ["  read by durables:"] : []),
    ...durables.flatMap(explainDurable),
  ];
}

/** What comes of each event while an edge may be cut off, else while it is kept, as far as `rate` and `size` tell. */
function comesTo({ events, retention }: Stream): readonly string[] {
  return events.flatMap((event) => {
    const { offlineMilliseconds: offline } = event.terms;
    const time = offline ?? retention.ageMilliseconds;
    const amount = time === undefined ? undefined : printAmount(event, time);
    const why = offline === undefined ? "is kept" : "comes while an edge may be cut off";
    return amount === undefined ? [] : [`  of ${event.name} ${why}: ${amount}`];
  });
}

function kept({ retention }: Stream): string {
  const { ageMilliseconds, bytes, messages } = retention;
  const bounds = [
    ...(ageMilliseconds === undefined ? [] : [`for ${hours(ageMilliseconds)}`]),
    ...(bytes === undefined ? [] : [`while they are ${printBytes(bytes)} at most`]),
    ...(messages === undefined ? [] : [`while they are ${messages} at most`]),
  ];
  return bounds.length === 0 ? "is kept for good" : `is kept ${bounds.join(" and ")}`;
}

function hours(milliseconds: number): string {
  const number = milliseconds / 3_600_000;
  return Number.isInteger(number) ? `${number} h` : `${milliseconds / 1_000} s`;
}
