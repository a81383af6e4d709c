import type { Provision } from "../../compiler/model/workload.ts";
import type { MeshRecord } from "./mesh-record.ts";
import type { BrokerChange } from "./provision-changes.ts";
import { provisionName } from "../../compiler/model/provision-name.ts";

/**
 * Records what is to be inside each broker, and what is left there, at its first instance: for `status`, to tell a
 * changed manifest, and so that a later run knows what was made. What was recorded with other settings stays recorded as it
 * was, unless `isReached` says that it is otherwise by now: a later run has to tell what its change takes.
 */
export function recordProvisions(
  record: MeshRecord,
  changes: readonly Pick<BrokerChange, "broker" | "instance" | "wanted" | "left">[],
  isReached: (broker: string, provision: Provision) => boolean = () => true,
): void {
  const first = new Map(changes.map((change) => [change.instance, change]));
  const brokers = new Set(changes.map(({ broker }) => broker));
  for (const [name, placed] of record.instances()) {
    if (!brokers.has(placed.record.broker)) continue;
    const { provisions: before = [], left: leftBefore = [], ...rest } = placed.record;
    const { wanted: all = [], left = [] } = first.get(name) ?? {};
    const wanted = asReached(all, before, (each) => isReached(placed.record.broker, each));
    if (same(before, wanted) && same(leftBefore, left)) continue;
    const provisions = wanted.length > 0 && { provisions: wanted };
    record.set(name, placed.environment, { ...rest, ...provisions, ...(left.length > 0 && { left }) });
  }
}

function asReached(
  wanted: readonly Provision[],
  before: readonly Provision[],
  isReached: (provision: Provision) => boolean,
): readonly Provision[] {
  const known = new Map(before.map((each) => [provisionName(each), each]));
  return wanted.map((each) => (isReached(each) ? each : (known.get(provisionName(each)) ?? each)));
}

function same(one: readonly Provision[], other: readonly Provision[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
