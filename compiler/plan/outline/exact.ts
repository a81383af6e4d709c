import type { ReadTerms, Retention } from "../../model/mesh.ts";
import { printDuration } from "../../model/quantity.ts";

/** Bytes in the largest unit that says them exactly: `10 GiB`, `1500 MiB`, `1001 B`. */
export function exactBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  let [rest, unit] = [bytes, 0];
  while (rest > 0 && rest % 1024 === 0 && unit < units.length - 1) [rest, unit] = [rest / 1024, unit + 1];
  return `${rest} ${units[unit]}`;
}

/** How much is kept: `7d, 10 GiB, 1000 events`, `for ever`. */
export function retentionWords({ ageMilliseconds, bytes, messages }: Retention): string {
  const bounds = [
    ...(ageMilliseconds === undefined ? [] : [printDuration(ageMilliseconds)]),
    ...(bytes === undefined ? [] : [exactBytes(bytes)]),
    ...(messages === undefined ? [] : [`${messages} events`]),
  ];
  return bounds.length === 0 ? "for ever" : bounds.join(", ");
}

/** How events are delivered: `5 deliveries, pauses of 1s 5s, told of what is given up`. */
export function termsWords({ maxDeliver, backoff, deadLetter }: ReadTerms): string {
  return [
    ...(maxDeliver === undefined ? [] : [`${maxDeliver} deliveries`]),
    ...(backoff === undefined ? [] : [`pauses of ${backoff.map(printDuration).join(" ")}`]),
    ...(deadLetter ? ["told of what is given up"] : []),
  ].join(", ");
}
