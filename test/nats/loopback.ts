import type { Addressing } from "../../compiler/model/address.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { freePorts } from "./free-ports.ts";

/** An address of its own on 127.0.0.1 for every listener of every instance. */
export async function loopback(topology: Topology): Promise<Addressing> {
  const keys = [...topology.brokers.values()].flatMap(({ broker, listeners }) =>
    broker.instances.flatMap((place) => [...listeners.keys()].map((listener) => `${place.name} ${listener}`)),
  );
  const ports = await freePorts(keys.length);
  return fixedAddressing(new Map(keys.map((key, index) => [key, ports[index] ?? 0])));
}

/** Ports by `instance listener`; a listener that has none gets one, the same each time. */
export function fixedAddressing(ports: ReadonlyMap<string, number>): Addressing {
  const endpoint = (instance: string, listener: string) => {
    const port = ports.get(`${instance} ${listener}`);
    if (port === undefined) throw new Error(`no port for ${listener} of ${instance}`);
    return { host: "127.0.0.1", port };
  };
  return { bind: endpoint, dial: endpoint };
}
