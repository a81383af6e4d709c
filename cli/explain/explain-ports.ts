import type { BrokerNode, Link, Topology } from "../../compiler/model/topology.ts";
import { portOf } from "../../compiler/synthesize/listeners.ts";
import { engines } from "../../targets/engines/index.ts";
import { table } from "../views/table.ts";

/** A connection that a firewall has to let through. */
interface Opening {
  readonly from: string;
  readonly to: string;
  readonly port: string;
  readonly protocol: string;
  readonly why: string;
}

/** What has to be open into and out of the environments: who opens which connection to which port, and why. */
export function explainPorts(topology: Topology, environments: readonly string[]): string {
  const chosen = new Set(environments);
  const nodes = [...topology.brokers.values()];
  const openings = [
    ...nodes
      .filter((node) => chosen.has(environmentOf(node)))
      .flatMap((node) => [...within(node), ...clients(node, topology)]),
    ...topology.links.flatMap((link) => acrossLink(link, topology, chosen)),
  ];
  const rows = openings.map(({ from, to, port, protocol, why }) => [from, to, port, protocol, why]);
  return table([["FROM", "TO", "PORT", "PROTOCOL", "WHY"], ...rows]);
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
      ? [{ from, to: place, port: portsOf(node, listener), protocol: `tcp (${listener})`, why }]
      : [];
  return [
    ...opening("cluster", place, `instances of "${name}" form one broker`),
    ...opening("management", `${environmentOf(node)}/monitoring`, "health and figures"),
  ];
}

function clients(node: BrokerNode, topology: Topology): readonly Opening[] {
  const names = [...topology.mesh.applications.values()]
    .filter(({ broker }) => broker.name === node.broker.name)
    .map(({ name }) => name)
    .toSorted();
  const listener = engines.find(({ name }) => name === node.broker.engine)?.protocol;
  if (names.length === 0 || listener === undefined) return [];
  const from = `${environmentOf(node)}/applications`;
  return [
    {
      from,
      to: placeOf(node),
      port: portsOf(node, listener),
      protocol: `tcp (${listener})`,
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
    const port = portsOf(target, link.kind.listener);
    return [
      { from: placeOf(dialer), to: placeOf(target), port, protocol: `tcp (${link.kind.listener})`, why },
    ];
  });
}
