import { provisionName } from "../model/provision-name.ts";
import type { Topology } from "../model/topology.ts";
import type { Provision } from "../model/workload.ts";
import type { RecordedMesh } from "../recorded-mesh.ts";
import { isKeptIn } from "./is-kept-in.ts";
import { lossKey } from "./loss-key.ts";
import type { Plan } from "./plan.ts";

/**
 * A plan that says of each broker which leaves, or is to store nothing, what earlier runs left there and nobody could ask for
 * any more. Whether there is an event in it no plan knows, so that it is no loss here: `apply` asks the broker first, and goes
 * no further where there is, unless its loss was allowed. What still belongs to a stream of `before` is told with that.
 */
export function withLeftovers(
  plan: Plan,
  recorded: RecordedMesh | undefined,
  { before, held }: { readonly before: Topology | undefined; readonly held: Topology },
  mayLose: ReadonlySet<string>,
): Plan {
  const left = before ? leftAt(recorded, isKeptIn(before)) : new Map<string, never>();
  if (left.size === 0) return plan;
  const isClosed = (broker: string) => held.brokers.get(broker)?.storing === undefined;
  return {
    ...plan,
    changes: plan.changes.map((change) => {
      const what = change.kind === "broker" && isClosed(change.name) ? left.get(change.name) : undefined;
      if (!what) return change;
      const unless = mayLose.has(lossKey("broker", change.name)) ? "" : ", unless there are events in it";
      return {
        ...change,
        reason: `${change.reason}; what was left there goes too${unless}: ${what.join(", ")}`,
      };
    }),
  };
}

function leftAt(
  recorded: RecordedMesh | undefined,
  isKept: (broker: string, provision: Provision) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { instances } of recorded?.environments.values() ?? [])
    for (const { broker, left = [] } of instances) {
      const gone = left.filter((each) => !isKept(broker, each));
      if (gone.length > 0) found.set(broker, [...(found.get(broker) ?? []), ...gone.map(provisionName)]);
    }
  return found;
}
