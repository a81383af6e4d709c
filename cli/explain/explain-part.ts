import { compare } from "../../compiler/model/compare.ts";
import { deadLettersOf } from "../../compiler/model/dead-letters.ts";
import { printPattern } from "../../compiler/model/topic.ts";
import type { BrokerNode, Grant, Identity, Link, Topology } from "../../compiler/model/topology.ts";
import { brokerEngines } from "../../targets/engines/index.ts";
import { visible } from "../views/visible.ts";
import { explainStream } from "./explain-stream.ts";
import { explainEnvironment, explainPolicy } from "./explain-declared.ts";
import { eventNamed, explainDomain, explainEvent } from "./explain-event.ts";
import { placesText } from "./places-text.ts";
import { explainTeam } from "./explain-team.ts";

/** Names that `explainPart` knows. */
export function partNames(topology: Topology): readonly string[] {
  const { mesh } = topology;
  const declared = [mesh.environments, mesh.applications, mesh.domains, mesh.policies, mesh.teams];
  const events = [...mesh.domains.values()].flatMap(({ name, events: own }) =>
    [...own.keys()].map((event) => `${name}.${event}`),
  );
  const derived = [...topology.links, ...topology.streams].map(({ name }) => name);
  const names = declared.flatMap((map) => [...map.keys()]);
  return [...topology.brokers.keys(), ...derived, ...names, ...events];
}

/**
 * Why a part of the mesh is as it is: a broker's role, version and ports, a link's reason and rights, what an
 * application may do, who reads an event. A name that several parts have is explained for each.
 */
export function explainPart(name: string, topology: Topology): string | undefined {
  const node = topology.brokers.get(name);
  const link = topology.links.find((one) => one.name === name);
  const stream = topology.streams.find((one) => one.name === name);
  const application = topology.mesh.applications.get(name);
  const environment = topology.mesh.environments.get(name);
  const domain = topology.mesh.domains.get(name);
  const event = eventNamed(name, topology);
  const team = topology.mesh.teams.get(name);
  const policy = topology.mesh.policies.get(name);
  const parts = [
    node && explainBroker(node, topology),
    link && explainLink(link, topology),
    stream && explainStream(stream, topology),
    application && explainApplication(name, topology),
    environment && explainEnvironment(environment, topology),
    domain && explainDomain(domain),
    event && explainEvent(event, topology),
    policy && explainPolicy(policy),
    team && explainTeam(team, topology),
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.map((lines) => `${lines.map(visible).join("\n")}\n`).join("\n") : undefined;
}

function explainBroker(node: BrokerNode, topology: Topology): readonly string[] {
  const { broker, role, version, storing, tls, listeners } = node;
  const engine = brokerEngines.find(({ name }) => name === broker.engine);
  const roleWhy =
    broker.role !== undefined
      ? "as the manifest says"
      : role === "edge"
        ? `nothing outside may open a connection into environment "${broker.environment.name}"`
        : `environment "${broker.environment.name}" can be dialed`;
  const versionWhy =
    broker.version === undefined ? "the newest that this meshc knows" : "as the manifest says";
  const links = topology.links.filter(({ from, to, standby }) =>
    [from, to, ...standby].includes(broker.name),
  );
  return [
    `broker ${broker.name}`,
    `  environment ${broker.environment.name}, ${count(broker.instances.length, "instance")} of ${broker.engine}`,
    `  ${role}: ${roleWhy}`,
    `  version ${version}: ${versionWhy}`,
    ...storingWhy(broker, role, storing),
    `  ${tlsWhy(broker, tls === true)}`,
    ...(engine?.explain?.(topology, node) ?? []).map((line) => `  ${line}`),
    "  ports:",
    ...[...listeners].map(([name, port]) => `    ${name} ${port}: ${portWhy(name, port, broker.listeners)}`),
    ...(links.length > 0 ? ["  links:"] : []),
    ...links.map((link) => `    ${link.name} (${link.kind.name}): ${link.why}`),
  ];
}

function storingWhy(
  { storage }: BrokerNode["broker"],
  role: BrokerNode["role"],
  storing: BrokerNode["storing"],
): readonly string[] {
  if (storing === undefined) return [];
  if (storing === "votes")
    return ["  stores no events, but votes: the brokers that store need one more to agree with"];
  const needed =
    role === "edge"
      ? "what is published there must not be lost while it is cut off"
      : "streams are at home there";
  return [`  stores events: ${storage ? "the manifest gives it `storage`" : needed}`];
}

function tlsWhy({ tls, environment }: BrokerNode["broker"], speaks: boolean): string {
  if (!speaks)
    return tls === "off" ? "no TLS: as the manifest says" : "no TLS: all that it talks to is on this machine";
  if (tls === "required") return "TLS: as the manifest says";
  const isHere = environment.platform === "local";
  return isHere
    ? "TLS: some that it is linked to are beyond this machine, or speak it"
    : "TLS: it is not on this machine";
}

/** Where the number of a port comes from. */
export function portWhy(name: string, port: number, written: ReadonlyMap<string, number>): string {
  return written.get(name) === port ? "as the manifest says" : "the engine's own";
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function explainLink(link: Link, topology: Topology): readonly string[] {
  const { name, kind, from, to, standby, why, domains, declaration } = link;
  const own = topology.identities.filter((one) => one.carries === name || one.name === `link.${name}`);
  const dials = kind.dial === "both" ? `${from} and ${to} dial each other` : `${from} dials ${to}`;
  return [
    `link ${name}`,
    `  ${kind.name} of ${kind.engine}: ${dials}`,
    ...(kind.process ? [`  carried by process link.${name}, beside ${from}`] : []),
    `  exists because ${why}`,
    ...(standby.length > 0
      ? [`  standby, in order: ${standby.join(", ")} (who dials switches by itself)`]
      : []),
    ...(declaration ? [`  described by entry "${declaration.name}" of \`links\``] : []),
    ...(domains ? [`  only for the domains ${domains.join(", ")}`] : []),
    ...(own.length > 0
      ? own.toSorted((a, b) => compare(b.name, a.name)).flatMap(rights)
      : [`  carries whatever the other side has subscribed to, within its users' rights`]),
    `  about ${kind.name} links: ${kind.source}`,
  ];
}

function explainApplication(name: string, topology: Topology): readonly string[] {
  const application = topology.mesh.applications.get(name);
  const identity = topology.identities.find((one) => one.name === `application.${name}`);
  const flows = topology.flows.filter((flow) => [flow.publisher.name, flow.subscriber.name].includes(name));
  return [
    `application ${name}`,
    `  of team ${application?.team ?? ""}, ${application ? placesText(topology, application) : ""}`,
    ...[...(topology.places.get(name)?.others ?? [])].map(([broker, why]) => `  not at ${broker}: ${why}`),
    ...(identity ? rights(identity) : []),
    ...(flows.length > 0 ? ["  flows:"] : []),
    ...flows.map(
      ({ event, publisher, subscriber, path }) =>
        `    ${event.domain}.${event.name}: ${publisher.name} -> ${subscriber.name} over ${path.join(" > ")}`,
    ),
  ];
}

function rights(identity: Identity): readonly string[] {
  return [...identity.at].flatMap(([broker, grants]) => [
    `  rights at ${broker}:${grants.length === 0 && storedRights(identity, broker).length === 0 ? " none" : ""}`,
    ...grants.map((grant) => `    ${right(grant)}`),
    ...storedRights(identity, broker),
  ]);
}

function storedRights({ kind, uses }: Identity, broker: string): readonly string[] {
  const { answered = [], reads = [], brings = [], sources = [], mirrors = [] } = uses.get(broker) ?? {};
  const answers = kind === "link" && answered.length > 0 ? [`    answers to ${answered.join(", ")}`] : [];
  const streams = reads.flatMap((durable) => {
    const { stream, mirror = stream, name } = durable;
    return [
      { from: mirror, name },
      { from: deadLettersOf(durable), name },
    ];
  });
  return [
    ...streams.flatMap(({ from, name }) =>
      from === undefined ? [] : [`    read stream ${from} by durable ${name}`],
    ),
    ...brings.map(({ name, stream }) => `    read stream ${stream} by durable ${name}`),
    ...sources.map(({ name, stream }) => `    draw up ${name} into stream ${stream.name}`),
    ...mirrors.map(({ name, stream }) => `    copy stream ${stream.name} to ${name}`),
    ...answers,
  ];
}

function right({ action, pattern, subject, group }: Grant): string {
  const why =
    subject.event === undefined ? `all of domain ${subject.domain}` : `${subject.domain}.${subject.event}`;
  return `${action} ${printPattern(pattern)}${group === undefined ? "" : ` in group ${group}`} (${why})`;
}
