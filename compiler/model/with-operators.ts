import type { Domain } from "./mesh.ts";
import { residencyAllows } from "./residency.ts";
import type { BrokerNode, Grant, Operator, Topology } from "./topology.ts";

/** The mesh with those who may look inside its brokers; who was let into one that is gone is left out. */
export function withOperators(
  topology: Topology,
  recorded: readonly Pick<Operator, "name" | "broker">[],
): Topology {
  const operators = recorded.flatMap(({ name, broker }): readonly Operator[] => {
    const node = topology.brokers.get(broker);
    return node ? [{ name, broker, hears: heardAt(topology, node) }] : [];
  });
  return operators.length > 0 ? { ...topology, operators } : topology;
}

/** All that may be at a broker: listening for an event draws it there, which its residency has to allow. */
function heardAt({ mesh }: Topology, { broker }: BrokerNode): readonly Grant[] {
  return [...mesh.domains.values()].flatMap((domain) => heardOf(domain, broker.environment));
}

function heardOf(
  { name: domain, topic, events }: Domain,
  environment: BrokerNode["broker"]["environment"],
): readonly Grant[] {
  const all = [...events.values()];
  const allowed = all.filter((event) => residencyAllows(event, environment));
  if (allowed.length === 0) return [];
  if (allowed.length === all.length)
    return [{ action: "subscribe", pattern: [...topic, ">"], subject: { domain } }];
  return allowed.map(({ name: event, topic: pattern }) => {
    return { action: "subscribe", pattern, subject: { domain, event } };
  });
}
