import { portCollision } from "../diagnostics/codes/synthesize.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { compare } from "../model/compare.ts";
import type { Broker, InstancePlace } from "../model/mesh.ts";
import type { BrokerNode, Link } from "../model/topology.ts";
import type { Engine } from "../target.ts";

/** Listener names that links need at each broker: the kind's own at whoever may be dialed over it. */
export function linkListeners(links: readonly Link[]): ReadonlyMap<string, ReadonlySet<string>> {
  const needed = new Map<string, Set<string>>();
  const add = (broker: string, listener: string) => {
    const known = needed.get(broker);
    if (known) known.add(listener);
    else needed.set(broker, new Set([listener]));
  };
  for (const link of links) {
    for (const target of [link.to, ...link.standby]) add(target, link.kind.listener);
    if (link.kind.dial === "both") add(link.from, link.kind.listener);
  }
  return needed;
}

/** A broker's listeners with their ports: as written, else the engine's own; sorted by name. */
export function listenersOf(
  broker: Broker,
  engine: Engine,
  needed: ReadonlySet<string> | undefined,
): ReadonlyMap<string, number> {
  const names = new Set([...engine.listeners, ...(needed ?? [])]);
  if (broker.instances.length > 1) names.add(engine.clusterListener);
  const ports = [...names].sort(compare).map((name) => {
    const port = broker.listeners.get(name) ?? engine.ports.get(name) ?? 0;
    return [name, port] as const;
  });
  return new Map(ports);
}

/** The port of one instance. Instances on this machine stand side by side, elsewhere each has a host of its own. */
export function portOf(broker: Broker, place: InstancePlace, port: number): number {
  return broker.environment.platform === "local" ? port + place.index : port;
}

/** Reports every two listeners that would meet on one port of one machine. */
export function checkPorts(nodes: Iterable<BrokerNode>, report: Reporter): void {
  const taken = new Map<string, string>();
  for (const { broker, listeners } of nodes) {
    for (const place of broker.instances) {
      const machine = machineOf(broker, place);
      if (machine === undefined) continue;
      for (const [listener, first] of listeners) {
        const port = portOf(broker, place, first);
        const key = `${machine}:${port}`;
        const other = taken.get(key);
        if (other === undefined) taken.set(key, place.name);
        else reportCollision(broker, { instance: place.name, listener, port, other, machine }, report);
      }
    }
  }
}

/** What to call the machine that an instance shares with others, where the manifest says which it is. */
function machineOf(broker: Broker, place: InstancePlace): string | undefined {
  if (broker.environment.platform === "local") return "this machine";
  return place.host && `host "${place.host.name}" of environment "${broker.environment.name}"`;
}

function reportCollision(
  broker: Broker,
  collision: Parameters<typeof portCollision.message>[0],
  report: Reporter,
): void {
  const written = broker.listeners.has(collision.listener);
  const path = ["brokers", broker.name, ...(written ? ["listeners", collision.listener] : [])];
  report.report(portCollision, collision, written ? { path } : { path, on: "key" });
}
