import type { SecretJson } from "../../kit/print-benthos.ts";

/** Counter of the events that a link refused, by its direction (label `stream`). */
export const refusedCounter = "link_events_refused";

/**
 * Processors that log and count an event for which a condition (a query of Bloblang) does not hold, and drop it: it
 * would be refused for ever, and everything behind it would wait.
 */
export function refuseUnless(condition: string, name: string): SecretJson {
  return {
    switch: [
      {
        check: `!(${condition})`,
        processors: [
          // Quoted, since a name can hold line ends.
          {
            log: {
              level: "ERROR",
              message: `refused an event of \${! ${name}.quote() }`,
            },
          },
          { metric: { type: "counter", name: refusedCounter } },
          { mapping: "root = deleted()" },
        ],
      },
    ],
  };
}
