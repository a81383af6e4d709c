import { groupBy } from "../verify/group-by.ts";
import type { Provision } from "../../compiler/model/workload.ts";
import type { MeshRecord } from "./mesh-record.ts";

/** Brokers at which something was kept until now, by the broker that is to keep it. */
export type KeptElsewhere = (broker: string, wanted: Provision) => readonly string[];

/**
 * Finds the other brokers where the place of a reader was made by an earlier run, as it is recorded: its own, or that of
 * the durable that it is parted from, see `Durable`. The manifest of now does not tell where a reader was.
 */
export function keptElsewhere(record: MeshRecord): KeptElsewhere {
  const made = [...record.instances().values()].flatMap(
    ({ record: { broker, provisions = [], left = [] } }) =>
      [...provisions, ...left].flatMap(({ name, within }) =>
        within === undefined ? [] : [{ name, broker }],
      ),
  );
  const byName = groupBy(made, ({ name }) => name);
  return (broker, { name, within }) => {
    if (within === undefined) return [];
    const [whole = name] = name.split("__");
    const found = [...(byName.get(name) ?? []), ...(byName.get(whole) ?? [])].map((one) => one.broker);
    return [...new Set(found)].filter((other) => other !== broker);
  };
}
