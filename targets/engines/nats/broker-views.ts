import type { BrokerNode, Link, Operator, StoredUse, Topology } from "../../../compiler/model/topology.ts";
import type { LocalRights } from "./print-users.ts";
import { domainHere } from "./jetstream.ts";
import { gateway, leafnode } from "./link-kinds.ts";
import { factsOf } from "./versions.ts";

/** What concerns one NATS broker, gathered in one pass over the topology. */
export interface BrokerView {
  readonly node: BrokerNode;
  /** Names of the hubs that it is joined with, sorted. */
  readonly gateways: readonly string[];
  /** Leaf links that it dials, sorted by name. */
  readonly dials: readonly Link[];
  /** Who logs in at it, sorted by name. */
  readonly rights: readonly LocalRights[];
  /** Who may look inside it, sorted by name. */
  readonly operators: readonly Operator[];
}

const noUse: StoredUse = { answered: [], reads: [], sources: [], mirrors: [] };

/** Views of all NATS brokers by name, in the order of the topology. */
export function brokerViews(topology: Topology): ReadonlyMap<string, BrokerView> {
  const views = new Map<
    string,
    { node: BrokerNode; gateways: string[]; dials: Link[]; rights: LocalRights[]; operators: Operator[] }
  >();
  for (const [name, node] of topology.brokers) {
    if (node.broker.engine !== "nats") continue;
    views.set(name, { node, gateways: [], dials: [], rights: [], operators: [] });
  }
  for (const link of topology.links) {
    if (link.kind.engine !== "nats") continue;
    if (link.kind.name === leafnode.name) views.get(link.from)?.dials.push(link);
    if (link.kind.name !== gateway.name) continue;
    views.get(link.from)?.gateways.push(link.to);
    views.get(link.to)?.gateways.push(link.from);
  }
  const gatewayed = linksOfGatewayed(topology);
  const mqttSpoken = [...views.values()].some(({ node }) => node.listeners.has("mqtt"));
  for (const identity of topology.identities) {
    for (const [broker, grants] of identity.at) {
      const view = views.get(broker);
      const here = view && identity.kind === "application" ? domainHere(view.node) : undefined;
      const uses = identity.uses.get(broker) ?? noUse;
      const answers = gatewayed.has(identity.name) && ({ answersGateways: true } as const);
      const told = {
        ...(here !== undefined && { here }),
        ...answers,
        ...(mqttSpoken && { mqttSpoken }),
        ...(factsOf(view?.node.version ?? "")?.checksMqttDelivery && { checksMqttDelivery: true as const }),
      };
      view?.rights.push({ identity, grants, uses, ...told });
    }
  }
  for (const operator of topology.operators ?? []) views.get(operator.broker)?.operators.push(operator);
  for (const view of views.values()) view.gateways.sort();
  return views;
}

/** Identities of links of which an end is of a version that says what gateways make of subjects. */
function linksOfGatewayed({ brokers, links }: Topology): ReadonlySet<string> {
  const says = (name: string) => factsOf(brokers.get(name)?.version ?? "")?.answersGateways ?? false;
  const some = links.filter(({ from, to, standby }) => [from, to, ...standby].some(says));
  return new Set(some.map(({ name }) => `link.${name}`));
}
