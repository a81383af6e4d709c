import type { Broker } from "../../model/mesh.ts";
import type { BrokerNode, Topology } from "../../model/topology.ts";
import type { Entry, Facet } from "../entry.ts";
import { exactBytes } from "./exact.ts";
import { facetsOf, said } from "./facets.ts";

/** Brokers: what they run, where, and what they listen on and store. */
export function brokerEntries({ brokers }: Topology, only?: ReadonlySet<string>): readonly Entry[] {
  const nodes = [...brokers.values()].filter(({ broker }) => !only || only.has(broker.name));
  return nodes.map((node) => ({
    kind: "broker",
    name: node.broker.name,
    environment: node.broker.environment.name,
    facets: facetsOf([...brokerFacets(node), ...placeFacets(node.broker), ...listenerFacets(node)]),
    brokers: [node.broker.name],
  }));
}

function brokerFacets({ broker, role, version, tls }: BrokerNode): readonly (Facet | undefined)[] {
  const { environment, certificate } = broker;
  return [
    said("environment", environment.name),
    said("platform", `${environment.platform} by ${environment.deploy}`),
    said("engine", broker.engine),
    said("version", broker.version ?? version),
    said("role", role),
    said("tls", tls ? "required" : "off"),
    said("certificate", certificate && `${certificate.cert} ${certificate.key} ${certificate.ca}`),
    ...Object.entries(broker.settings).map(([name, value]) => said("setting", JSON.stringify(value), name)),
  ];
}

function placeFacets({ address, instances }: Broker): readonly (Facet | undefined)[] {
  return [
    said("instances", instances.length),
    said("address", address),
    ...instances.flatMap(({ name, host }) => [
      said("host", host?.name, name),
      said("address", host && [host.address, host.publicAddress].join(" ").trim(), name),
    ]),
  ];
}

function listenerFacets({ broker, listeners, storing }: BrokerNode): readonly (Facet | undefined)[] {
  const bytes = broker.storage?.bytes;
  return [
    ...[...listeners].map(([name, port]) => said("port", port, name)),
    storing &&
      said(
        "storage",
        storing === "votes" ? "votes only" : bytes === undefined ? "events" : exactBytes(bytes),
      ),
  ];
}
