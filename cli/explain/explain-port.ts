import type { BrokerNode, Topology } from "../../compiler/model/topology.ts";
import { portOf } from "../../compiler/synthesize/listeners.ts";
import { visible } from "../views/visible.ts";
import { portWhy } from "./explain-part.ts";
import { openings } from "./explain-ports.ts";

/** What listens on a port of that number, who connects to it and why; `undefined` where nothing does. */
export function explainPort(what: string, topology: Topology): string | undefined {
  if (!/^\d{1,5}$/.test(what)) return undefined;
  const port = Number(what);
  const listening = [...topology.brokers.values()].flatMap((node) => listenersAt(port, node, topology));
  return listening.length === 0 ? undefined : `${[`port ${port}`, ...listening].map(visible).join("\n")}\n`;
}

function listenersAt(port: number, node: BrokerNode, topology: Topology): readonly string[] {
  const { broker, listeners } = node;
  return [...listeners].flatMap(([listener, first]) => {
    const instances = broker.instances.filter((place) => portOf(broker, place, first) === port);
    if (instances.length === 0) return [];
    const names = instances.map(({ name }) => name).join(", ");
    const why = portWhy(listener, first, broker.listeners);
    return [
      `  ${listener} of ${names} (broker ${broker.name}, environment ${broker.environment.name}): ${why}`,
      ...openings(topology, [...topology.mesh.environments.keys()])
        .filter((opening) => opening.target === broker.name && opening.listener === listener)
        .map((opening) => `    from ${opening.from}: ${opening.why}`),
    ];
  });
}
