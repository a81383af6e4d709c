import { printPattern } from "../model/topic.ts";
import type { BrokerNode, Durable, Link, ListedTopic, Topology } from "../model/topology.ts";
import { unlikeAt } from "./same-rights.ts";

/**
 * Brokers of either mesh that carry, keep or let in something else in the other one. What is done to them without that,
 * such as another version or a longer retention, is of no concern to who is changed before or after.
 */
export function changedBrokers(before: Topology, after: Topology): ReadonlySet<string> {
  const [old, now] = [factsByBroker(before), factsByBroker(after)];
  const changed = new Set<string>();
  for (const name of new Set([...old.keys(), ...now.keys()]))
    if (old.get(name) !== now.get(name)) changed.add(name);
  const identities = new Map(after.identities.map((identity) => [identity.name, identity]));
  for (const identity of before.identities) {
    for (const broker of unlikeAt(identity, identities.get(identity.name))) changed.add(broker);
    identities.delete(identity.name);
  }
  for (const identity of identities.values())
    for (const broker of unlikeAt(undefined, identity)) changed.add(broker);
  return changed;
}

/** What of each broker matters to others besides rights, as text. */
function factsByBroker(topology: Topology): ReadonlyMap<string, string> {
  const facts = new Map<string, string[]>();
  for (const [name, node] of topology.brokers) facts.set(name, [nodeFact(node)]);
  const add = (broker: string, fact: string) => facts.get(broker)?.push(fact);
  for (const link of topology.links) {
    add(link.from, linkFact(link));
    if (link.kind.dial === "both") add(link.to, linkFact(link));
  }
  const homes = new Map<string, string>();
  for (const { name, home, events } of topology.streams) {
    homes.set(name, home);
    add(home, `stream ${name} ${namesOf(events)}`);
  }
  for (const { name, broker, events } of topology.sources) add(broker, `source ${name} ${namesOf(events)}`);
  for (const { name, broker } of topology.mirrors) {
    homes.set(name, broker);
    add(broker, `mirror ${name}`);
  }
  for (const durable of topology.durables)
    add(homes.get(durable.mirror ?? durable.stream) ?? "", durableFact(durable));
  return new Map([...facts].map(([name, all]) => [name, all.join("\n")]));
}

function nodeFact({ broker, role, tls, listeners }: BrokerNode): string {
  const { engine, address, environment, instances } = broker;
  const places = instances.map(({ name, host }) => [name, host?.address, host?.publicAddress]);
  const { name, residency, dialable } = environment;
  return JSON.stringify([engine, role, tls, address, name, residency, dialable, places, [...listeners]]);
}

function linkFact({ name, kind, from, to, standby, domains, listed, durables }: Link): string {
  const topics = (all: readonly ListedTopic[]) => all.map(({ pattern }) => printPattern(pattern));
  const lists = listed && [topics(listed.up), topics(listed.down)];
  const places = durables?.map((one) => [one.name, one.stream, one.home, one.patterns.map(printPattern)]);
  return JSON.stringify(["link", name, kind.name, from, to, standby, domains, lists, places]);
}

function durableFact({ stream, name, mirror = "", patterns }: Durable): string {
  return `durable ${stream} ${name} ${mirror} ${patterns.map(printPattern).join(" ")}`;
}

function namesOf(events: readonly { readonly domain: string; readonly name: string }[]): string {
  return events.map(({ domain, name }) => `${domain}.${name}`).join(" ");
}
