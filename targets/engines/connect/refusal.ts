import type { SecretJson } from "../../kit/print-benthos.ts";

/** Counter of the events that a link refused, by its direction (label `stream`). */
export const refusedCounter = "link_events_refused";

/**
 * Processors that give an event its name at the other side, in the metadata `name`, or log and count it and drop it where
 * a condition does not hold: it would be refused for ever, and everything behind it would wait. Conditions, names and
 * further lines are of Bloblang. It is one mapping, since each further processor takes as long as what it does, and one
 * that throws: to look for an error costs the engine less than to ask a question of each event (`switch`).
 */
export function named(
  condition: string,
  name: { readonly here: string; readonly there: string },
  also: readonly string[] = [],
): readonly SecretJson[] {
  const line = `meta name = if ${condition} { ${name.there} } else { throw("cannot cross") }`;
  return [
    { mapping: [...also, line].join("\n") },
    { catch: [...refused(name.here), { mapping: "root = deleted()" }] },
  ];
}

/** Processors that log and count that an event is dropped, by an expression for its name at this side. */
export function refused(name: string): readonly SecretJson[] {
  return [
    // Quoted, since a name can hold line ends.
    { log: { level: "ERROR", message: `refused an event of \${! ${name}.quote() }` } },
    { metric: { type: "counter", name: refusedCounter } },
  ];
}
