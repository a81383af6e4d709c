import type { Result } from "../../compiler/diagnostics/result.ts";
import { compare } from "../../compiler/model/compare.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { noFreePort } from "../codes.ts";
import { failure, success } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import type { KnownPorts } from "./known-ports.ts";

/** Ports by instance and listener. */
export type Ports = ReadonlyMap<string, ReadonlyMap<string, number>>;

/**
 * Gives every listener of every instance a port of this machine. One that was given before stays, unless the
 * instance is down and somebody else listens there now.
 */
export async function allocatePorts(
  host: Host,
  topology: Topology,
  known: KnownPorts,
): Promise<Result<Ports>> {
  const taken = new Set([...known.values()].flatMap((ports) => [...ports.values()].map(({ port }) => port)));
  const search = await portSearch(host, taken);
  const result = new Map<string, ReadonlyMap<string, number>>();
  for (const { broker, listeners } of topology.brokers.values()) {
    for (const { name } of broker.instances) {
      const before = known.get(name);
      const ports = new Map<string, number>();
      for (const listener of [...listeners.keys()].toSorted(compare)) {
        const old = before?.get(listener);
        const stays = old !== undefined && (old.runs || (await host.portIsFree(old.port)));
        const port = stays ? old.port : await search.next();
        if (port === undefined) return failure(noFreePort, { from: search.from, to: search.to });
        ports.set(listener, port);
      }
      result.set(name, ports);
    }
  }
  return success(result);
}

/** Goes once around the range from a random start, so that two meshes that start together seldom meet. */
async function portSearch(host: Host, taken: Set<number>) {
  const [from, to] = await host.quietPorts();
  const count = to - from + 1;
  const [low = 0, high = 0] = host.randomBytes(2);
  const start = (high * 256 + low) % count;
  let tried = 0;
  const next = async (): Promise<number | undefined> => {
    while (tried < count) {
      const port = from + ((start + tried++) % count);
      if (taken.has(port) || !(await host.portIsFree(port))) continue;
      taken.add(port);
      return port;
    }
    return undefined;
  };
  return { from, to, next };
}
