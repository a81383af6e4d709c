import { placesOf } from "../../compiler/model/places-of.ts";
import type { BrokerNode, Link, Topology } from "../../compiler/model/topology.ts";
import { portOf } from "../../compiler/synthesize/listeners.ts";
import { brokerEngines } from "../../targets/engines/index.ts";
import { table } from "../views/table.ts";

/** A connection that a firewall has to let through. */
export interface Opening {
  readonly from: string;
  readonly to: string;
  /** The broker that is dialed, and its listener. */
  readonly target: string;
  readonly listener: string;
  readonly port: string;
  readonly why: string;
}

/** What has to be open into and out of the environments: who opens which connection to which port, and why. */
export function explainPorts(topology: Topology, environments: readonly string[]): string {
  const rows = openings(topology, environments).map(({ from, to, port, listener, why }) => {
    return [from, to, port, `tcp (${listener})`, why];
  });
  return table([["FROM", "TO", "PORT", "PROTOCOL", "WHY"], ...rows]);
}

/** Every connection into, out of and within environments. */
export function openings(topology: Topology, environments: readonly string[]): readonly Opening[] {
  const chosen = new Set(environments);
  const nodes = [...topology.brokers.values()];
  return [
    ...nodes
      .filter((node) => chosen.has(environmentOf(node)))
      .flatMap((node) => [...within(node), ...clients(node, topology)]),
    ...topology.links.flatMap((link) => acrossLink(link, topology, chosen)),
  ];
}

function environmentOf(node: BrokerNode): string {
  return node.broker.environment.name;
}

function placeOf(node: BrokerNode): string {
  return `${environmentOf(node)}/${node.broker.name}`;
}

/** One port, or the range of instances that stand side by side on one machine. */
function portsOf({ broker, listeners }: BrokerNode, listener: string): string {
  const first = listeners.get(listener) ?? 0;
  const ports = broker.instances.map((place) => portOf(broker, place, first));
  const [least, most] = [Math.min(...ports), Math.max(...ports)];
  return least === most ? String(least) : `${least}-${most}`;
}

function within(node: BrokerNode): readonly Opening[] {
  const [place, name] = [placeOf(node), node.broker.name];
  const opening = (listener: string, from: string, why: string): readonly Opening[] =>
    node.listeners.has(listener)
      ? [{ from, to: place, target: name, listener, port: portsOf(node, listener), why }]
      : [];
  return [
    ...opening("cluster", place, `instances of "${name}" form one broker`),
    ...opening("management", `${environmentOf(node)}/monitoring`, "health and figures"),
    ...opening("connect", `${environmentOf(node)}/monitoring`, "health and figures of what carries its link"),
  ];
}

function clients(node: BrokerNode, topology: Topology): readonly Opening[] {
  const names = [...topology.mesh.applications.values()]
    .filter((application) => placesOf(topology, application).includes(node.broker))
    .map(({ name }) => name)
    .toSorted();
  const listener = brokerEngines.find(({ name }) => name === node.broker.engine)?.protocols[0].dialect
    .listener;
  if (names.length === 0 || listener === undefined) return [];
  const from = `${environmentOf(node)}/applications`;
  return [
    {
      from,
      to: placeOf(node),
      target: node.broker.name,
      listener,
      port: portsOf(node, listener),
      why: names.join(", "),
    },
  ];
}

function acrossLink(link: Link, topology: Topology, chosen: ReadonlySet<string>): readonly Opening[] {
  const dialed = [link.to, ...link.standby].map((target, index) => ({
    from: link.from,
    to: target,
    why: `link "${link.name}"${index === 0 ? "" : " (standby)"}: ${link.why}`,
  }));
  const back =
    link.kind.dial === "both"
      ? [{ from: link.to, to: link.from, why: `link "${link.name}": ${link.why}` }]
      : [];
  return [...dialed, ...back].flatMap(({ from, to, why }) => {
    const [dialer, target] = [topology.brokers.get(from), topology.brokers.get(to)];
    if (!dialer || !target || ![dialer, target].some((node) => chosen.has(environmentOf(node)))) return [];
    const { listener } = link.kind;
    const port = portsOf(target, listener);
    return [{ from: placeOf(dialer), to: placeOf(target), target: to, listener, port, why }];
  });
}
