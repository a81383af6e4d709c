import { noAddress } from "../diagnostics/codes/synthesize.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { Addressing, Endpoint } from "../model/address.ts";
import { compare } from "../model/compare.ts";
import type { Broker, InstancePlace } from "../model/mesh.ts";
import { calledIn } from "../model/names.ts";
import type { BrokerNode, Topology } from "../model/topology.ts";
import { portOf } from "./listeners.ts";

/**
 * Addresses as the manifest declares them: loopback on this machine; on hosts their own address within the
 * environment, from outside the broker's `address` or the host's public one. An address that nobody declared is an
 * error where one of `dialers`, names of environments, needs it.
 */
export function declaredAddressing(
  topology: Topology,
  dialers: ReadonlySet<string>,
  report: Reporter,
): Addressing {
  const places = new Map<string, { readonly node: BrokerNode; readonly place: InstancePlace }>();
  for (const node of topology.brokers.values()) {
    for (const place of node.broker.instances) places.set(place.name, { node, place });
  }
  const missing = new Set<string>();
  return {
    bind(instance, listener) {
      const found = places.get(instance);
      return { host: bindHost(found?.node.broker), port: portAt(found, listener) };
    },
    dial(instance, listener, environment): Endpoint {
      const found = places.get(instance);
      const broker = found?.node.broker;
      const host = broker && dialHost(broker, found.place, environment);
      const key = `${broker?.name ?? ""} ${environment ?? ""}`;
      const needed = environment !== undefined && dialers.has(environment) && !missing.has(key);
      if (broker && host === undefined && needed) {
        missing.add(key);
        const at = { path: ["brokers", broker.name], on: "key" } as const;
        const name = calledIn(topology.mesh, "brokers", broker.name);
        report.report(noAddress, { broker: name, from: environment }, at);
      }
      return { host: host ?? "", port: portAt(found, listener) };
    },
    namesOf(instance) {
      const found = places.get(instance);
      const broker = found?.node.broker;
      const hosts = [broker?.environment.name, undefined].map(
        (from) => broker && dialHost(broker, found.place, from),
      );
      return [...new Set(hosts.filter((host) => host !== undefined))].toSorted(compare);
    },
  };
}

function portAt(
  found: { readonly node: BrokerNode; readonly place: InstancePlace } | undefined,
  listener: string,
): number {
  return found ? portOf(found.node.broker, found.place, found.node.listeners.get(listener) ?? 0) : 0;
}

function bindHost(broker: Broker | undefined): string {
  return broker?.environment.platform === "local" ? "127.0.0.1" : "0.0.0.0";
}

function dialHost(broker: Broker, place: InstancePlace, environment: string | undefined): string | undefined {
  if (broker.environment.platform === "local") return broker.address ?? "127.0.0.1";
  if (environment === broker.environment.name) return place.host?.address ?? broker.address;
  return broker.address ?? place.host?.publicAddress ?? place.host?.address;
}
