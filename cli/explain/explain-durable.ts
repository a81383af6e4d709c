import { deadLettersOf } from "../../compiler/model/dead-letters.ts";
import type { ReadTerms } from "../../compiler/model/mesh.ts";
import { printPattern } from "../../compiler/model/topic.ts";
import type { Durable } from "../../compiler/model/topology.ts";

/** Who reads what by a durable, and how it is delivered. */
export function explainDurable(durable: Durable): readonly string[] {
  const { name, mirror, patterns, applications, terms, inOrder } = durable;
  const deadLetters = deadLettersOf(durable);
  const where = mirror === undefined ? "" : ` in ${mirror}`;
  return [
    `    ${name}${where} (${applications.join(", ")}): ${patterns.map(printPattern).join(", ")}`,
    ...(inOrder
      ? ["      one event at a time, the next once it is acknowledged, so that they keep their order"]
      : []),
    ...(terms ? deliveryLines(terms) : []),
    ...(deadLetters === undefined
      ? []
      : [`      what is given up is told in stream ${deadLetters}, by durable ${name}`]),
  ];
}

function deliveryLines({ maxDeliver, backoff }: ReadTerms): readonly string[] {
  const times = maxDeliver === 1 ? "once" : `${maxDeliver} times`;
  return [
    ...(maxDeliver === undefined ? [] : [`      delivered ${times} at most, then given up`]),
    ...(backoff ? [`      pauses between deliveries: ${backoff.map(seconds).join(", ")}`] : []),
  ];
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1_000} s`;
}
