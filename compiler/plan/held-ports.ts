import type { BrokerNode, Topology } from "../model/topology.ts";
import { machineOf, portOf } from "../synthesize/listeners.ts";
import type { Refusal } from "./plan.ts";

/**
 * What is refused since it takes a port on which something else still listens then: a listener that is held on to, or a
 * broker that leaves, which is ended last.
 */
export function heldPorts(before: Topology, expanded: Topology, held: Topology): readonly Refusal[] {
  const kept = [...expanded.brokers.values()].map((node): BrokerNode => {
    const known = held.brokers.get(node.broker.name)?.listeners;
    return { ...node, listeners: new Map([...node.listeners].filter(([name]) => !known?.has(name))) };
  });
  const leaving = [...before.brokers.values()].filter(({ broker }) => !held.brokers.has(broker.name));
  const still = new Map([...kept, ...leaving].flatMap(portsOf).map((one) => [one.key, one]));
  if (still.size === 0) return [];
  return [...held.brokers.values()].flatMap(portsOf).flatMap(({ key, broker, listener, port }) => {
    const other = still.get(key);
    if (!other) return [];
    const why = `its listener ${listener} would take port ${port}, on which "${other.broker}" listens (${other.listener}) until this is applied: give it another port, or apply it in two steps, first without it`;
    return [{ name: broker, why }];
  });
}

interface Listening {
  readonly key: string;
  readonly broker: string;
  readonly listener: string;
  readonly port: number;
}

function portsOf({ broker, listeners }: BrokerNode): readonly Listening[] {
  return broker.instances.flatMap((place) =>
    [...listeners].map(([listener, first]) => {
      const port = portOf(broker, place, first);
      return { key: `${machineOf(broker, place)}:${port}`, broker: broker.name, listener, port };
    }),
  );
}
