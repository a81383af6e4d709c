import { portCollision, portTooHigh } from "../diagnostics/codes/synthesize.ts";
import type { At, Reporter } from "../diagnostics/reporter.ts";
import { compare } from "../model/compare.ts";
import type { LinkKind } from "../model/link-kind.ts";
import type { Broker, InstancePlace, Mesh } from "../model/mesh.ts";
import type { BrokerNode, Identity, Link } from "../model/topology.ts";
import type { Engine } from "../target.ts";

const highestPort = 65_535;

/**
 * Listener names that are needed at each broker beside those that its engine always has: for links the kind's own at
 * whoever may be dialed over it, and for whoever logs in there that of its protocol.
 */
export function neededListeners(
  links: readonly Link[],
  identities: readonly Identity[],
  { brokers }: Mesh,
  engines: ReadonlyMap<string, Engine>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const needed = new Map<string, Set<string>>();
  const add = (broker: string, listener: string) => {
    const known = needed.get(broker);
    if (known) known.add(listener);
    else needed.set(broker, new Set([listener]));
  };
  for (const link of links) {
    for (const target of [link.to, ...link.standby]) add(target, link.kind.listener);
    if (link.kind.dial === "both") add(link.from, link.kind.listener);
    if (link.kind.process) add(link.from, link.kind.process.listener);
  }
  for (const { protocol, at } of identities) {
    for (const name of at.keys()) {
      const engine = engines.get(brokers.get(name)?.engine ?? "");
      const spoken = engine?.protocols.find((one) => one.name === protocol);
      if (spoken) add(name, spoken.dialect.listener);
    }
  }
  return needed;
}

/**
 * A broker's listeners with their ports, those of processes beside it too: as written, else the engine's own; sorted by name. One that `agrees` with
 * other brokers on what is stored does so by the listener of a cluster, though it may be the only one of its own.
 */
export function listenersOf(
  broker: Broker,
  engine: Engine,
  kinds: readonly LinkKind[],
  needed: ReadonlySet<string> | undefined,
  agrees: boolean,
): ReadonlyMap<string, number> {
  const names = new Set([...engine.listeners, ...(needed ?? [])]);
  const together = broker.instances.length > 1 || agrees;
  if (together && engine.clusterListener !== undefined) names.add(engine.clusterListener);
  const ports = [...names].toSorted(compare).map((name) => {
    const beside = kinds.find(({ process }) => process?.listener === name)?.process?.port;
    const port = broker.listeners.get(name) ?? engine.ports.get(name) ?? beside ?? 0;
    return [name, port] as const;
  });
  return new Map(ports);
}

/** The port of one instance. Instances on this machine stand side by side, elsewhere each has a host of its own. */
export function portOf(broker: Broker, place: InstancePlace, port: number): number {
  return broker.environment.platform === "local" ? port + place.index : port;
}

/** A listener of an instance, and where in the manifest its port comes from. */
interface Taken {
  readonly instance: string;
  readonly listener: string;
  readonly at: At;
}

/** Reports every two listeners that would meet on one port of one machine, and ports that there are none of. */
export function checkPorts(nodes: Iterable<BrokerNode>, report: Reporter): void {
  const taken = new Map<string, Taken>();
  for (const { broker, listeners } of nodes) {
    for (const place of broker.instances) {
      const machine = machineOf(broker, place);
      for (const [listener, first] of listeners) {
        const port = portOf(broker, place, first);
        const own = { instance: place.name, listener, at: whereWritten(broker, listener) };
        if (port > highestPort) report.report(portTooHigh, { instance: place.name, listener, port }, own.at);
        const key = `${machine}:${port}`;
        const other = taken.get(key);
        if (other) reportCollision(own, other, port, machine, report);
        else taken.set(key, own);
      }
    }
  }
}

/** What to call the machine that an instance runs on; one that the manifest does not tell apart is its own. */
export function machineOf(broker: Broker, place: InstancePlace): string {
  if (broker.environment.platform === "local") return "this machine";
  if (!place.host) return `the machine of "${place.name}"`;
  return `host "${place.host.name}" of environment "${broker.environment.name}"`;
}

function whereWritten(broker: Broker, listener: string): At {
  if (!broker.listeners.has(listener)) return { path: ["brokers", broker.name], on: "key" };
  return { path: ["brokers", broker.name, "listeners", listener] };
}

function reportCollision(one: Taken, other: Taken, port: number, machine: string, report: Reporter): void {
  const { instance, listener } = one;
  const both = { instance, listener, port, other: other.instance, otherListener: other.listener, machine };
  report.report(portCollision, both, one.at, [{ ...other.at, message: "the other one" }]);
}
