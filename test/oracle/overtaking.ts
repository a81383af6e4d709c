import type { Targets } from "./propagate.ts";
import type { Catalog } from "./uses.ts";
import type { Finding } from "./verdict.ts";
import type { Wiring } from "./wiring.ts";

/** An event on its way between two applications, for one choice of targets. */
interface Way {
  readonly event: string;
  readonly subscriber: string;
  readonly path: readonly string[] | undefined;
}

/**
 * Readers of events whose order is kept, or that come to nobody twice, which cross a link of kind `connect` on the way: many
 * are on their way over it at a time, and what it has no acknowledgement of it sends again.
 */
export function overtakingFindings(
  { events }: Catalog,
  { leaves }: Wiring,
  choices: readonly { readonly targets: Targets; readonly ways: readonly Way[] }[],
): readonly Finding[] {
  const promised = events.filter(
    ({ order, key, duplicates }) => (order === "key" && key) || duplicates === "none",
  );
  return choices.flatMap(({ targets, ways }) =>
    ways.flatMap(({ event: id, subscriber, path = [] }): readonly Finding[] => {
      const event = promised.find((one) => one.id === id);
      const steps = path.slice(1).map((at, index) => [path[index], at]);
      const isCrossed = leaves.some(
        ({ kind, dialer }, index) =>
          kind === "connect" && steps.some((step) => step.includes(dialer) && step.includes(targets[index])),
      );
      if (!event || !isCrossed) return [];
      const isOrdered = event.order === "key" && event.key !== undefined;
      return [
        ...(isOrdered ? [{ category: "order", names: [subscriber, id] } as const] : []),
        ...(event.duplicates === "none" ? [{ category: "repeats", names: [subscriber, id] } as const] : []),
      ];
    }),
  );
}
