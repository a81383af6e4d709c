import type { Provision } from "../../compiler/model/workload.ts";
import type { MeshRecord } from "./mesh-record.ts";
import type { BrokerChange } from "./provision-changes.ts";

/**
 * Records what is to be inside each broker, and what is left there, at its first instance: for `status`, to tell a
 * changed manifest, and so that a later run knows what was made.
 */
export function recordProvisions(
  record: MeshRecord,
  changes: readonly Pick<BrokerChange, "broker" | "instance" | "wanted" | "left">[],
): void {
  const first = new Map(changes.map((change) => [change.instance, change]));
  const brokers = new Set(changes.map(({ broker }) => broker));
  for (const [name, placed] of record.instances()) {
    if (!brokers.has(placed.record.broker)) continue;
    const { provisions: before = [], left: leftBefore = [], ...rest } = placed.record;
    const { wanted = [], left = [] } = first.get(name) ?? {};
    if (same(before, wanted) && same(leftBefore, left)) continue;
    const provisions = wanted.length > 0 && { provisions: wanted };
    record.set(name, placed.environment, { ...rest, ...provisions, ...(left.length > 0 && { left }) });
  }
}

function same(one: readonly Provision[], other: readonly Provision[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
