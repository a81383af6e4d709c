import type { Entry } from "./entry.ts";
import type { Drain } from "./hold.ts";
import type { Order } from "./order.ts";
import type { Change } from "./plan.ts";

/**
 * What is drained: once it is said that it takes nothing new from now on, where that is not so already, and once that it
 * goes when it is empty. `changes` are those that follow by comparison; one of the same entry is told as its drain.
 */
export function withDrains(
  changes: readonly Change[],
  drains: readonly Drain[],
  held: readonly Entry[],
  order: Order,
): readonly Change[] {
  const named = new Map(drains.map((drain) => [`${drain.kind} ${drain.name}`, drain]));
  const isDrained = ({ kind, name }: Pick<Change, "kind" | "name">) => named.has(`${kind} ${name}`);
  const entries = held.filter(isDrained);
  const told = entries.flatMap((entry) => {
    const { environment, kind, name } = entry;
    const own = changes.find(
      (one) => one.kind === kind && one.name === name && one.environment === environment,
    );
    const isBegun = named.get(`${kind} ${name}`)?.draining === true;
    const nothing = { flows: [], applications: kind === "application" ? [name] : [] };
    const begun: Change = {
      ...(own ?? { environment, kind, name, effect: "NONE", basis: "proved", wave: 1, ...nothing }),
      action: "drain",
      reason: "is not in the manifest any more; it takes nothing new, and what it holds can still be read",
    };
    const ended: Change = {
      environment,
      kind,
      name,
      ...nothing,
      action: "remove",
      effect: "NONE",
      basis: "proved",
      wave: order.removal,
      reason: "goes once what it holds was read",
    };
    return isBegun ? [...(own ? [own] : []), ended] : [begun, ended];
  });
  return [...changes.filter((one) => !isDrained(one)), ...told];
}
