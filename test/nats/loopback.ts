import type { Addressing } from "../../compiler/model/address.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { freePorts } from "./free-ports.ts";

/** An address of its own on 127.0.0.1 for every listener of every instance of any of the topologies. */
export async function loopback(...topologies: readonly Topology[]): Promise<Addressing> {
  const nodes = topologies.flatMap((topology) => [...topology.brokers.values()]);
  const keys = nodes.flatMap(({ broker, listeners }) =>
    broker.instances.flatMap((place) => [...listeners.keys()].map((listener) => `${place.name} ${listener}`)),
  );
  const different = [...new Set(keys)];
  const ports = await freePorts(different.length);
  return addressingOf(new Map(different.map((key, index) => [key, ports[index] ?? 0])));
}

function addressingOf(ports: ReadonlyMap<string, number>): Addressing {
  const endpoint = (instance: string, listener: string) => {
    const port = ports.get(`${instance} ${listener}`);
    if (port === undefined) throw new Error(`no port for ${listener} of ${instance}`);
    return { host: "127.0.0.1", port };
  };
  return { bind: endpoint, dial: endpoint, namesOf: () => ["127.0.0.1"] };
}
