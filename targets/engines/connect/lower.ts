import type { Addressing } from "../../../compiler/model/address.ts";
import { carriesNothing } from "../../../compiler/model/carries-nothing.ts";
import type { Broker } from "../../../compiler/model/mesh.ts";
import type { Pattern } from "../../../compiler/model/topic.ts";
import type { Link, LinkDurable, ListedTopic, Topology } from "../../../compiler/model/topology.ts";
import type { Workload, WorkloadInstance } from "../../../compiler/model/workload.ts";
import { savedAfter } from "../../kit/saved-after.ts";
import { sizeOf } from "../../kit/size-of.ts";
import type { ConnectLink, EdgeEnd, HubEnd } from "./connect-link.ts";
import { connect } from "./link-kinds.ts";
import { printAuthorities, tlsFiles } from "./print-authorities.ts";
import { printLink } from "./print-link.ts";
import { connectCommand } from "./print-process.ts";
import { versions } from "./versions.ts";

/** Where the process listens, and what it takes of what nats-server sends where nothing else is set. */
const { listener } = connect.process ?? { listener: "" };
const usualPayload = 1_048_576;

/** Turns the links that processes carry into workloads, one each, in the order of the topology. */
export function lower(topology: Topology, addressing: Addressing): readonly Workload[] {
  return topology.links
    .filter((link) => link.kind === connect && !carriesNothing(link))
    .flatMap((link) => {
      const dialer = topology.brokers.get(link.from)?.broker;
      const [place] = dialer?.instances ?? [];
      if (!dialer || !place) return [];
      const instance = `link.${link.name}`;
      const beside = { broker: dialer, at: place.name, instance };
      const one: WorkloadInstance = {
        ...lowerLink(connectLink(link, beside, topology, addressing), link, topology, dialer),
        beside: place.name,
        ...(place.host && { host: place.host.name }),
      };
      const { name: broker, environment } = dialer;
      const [version = ""] = versions;
      const provisions: Workload["provisions"] = [];
      return [
        { broker, environment: environment.name, engine: "connect", version, instances: [one], provisions },
      ];
    });
}

/** A process, and the instance of the broker that it stands beside. */
interface Beside {
  readonly broker: Broker;
  readonly at: string;
  readonly instance: string;
}

function connectLink(
  link: Link,
  { broker, at, instance }: Beside,
  topology: Topology,
  addressing: Addressing,
): ConnectLink {
  const { name, listed, durables = [] } = link;
  const { up = [], down = [] } = listed ?? {};
  const [kept, live] = [patternsOf(up, "at-least-once"), patternsOf(up, "at-most-once")];
  const environment = broker.environment.name;
  const edge: EdgeEnd = {
    address: addressing.dial(at, "mqtt", environment),
    password: { kind: "loginPassword", of: `connect.${name}` },
    ...(topology.brokers.get(broker.name)?.tls && { tls: { authority: tlsFiles.edge } }),
    savedAfter: savedAfter(broker),
  };
  return {
    name,
    instance,
    edge,
    hub: hubEnd(link, topology, addressing, environment),
    management: addressing.bind(at, listener),
    up: kept,
    down: durables.map(durableOf),
    live: { up: live, down: patternsOf(down, "at-most-once") },
  };
}

function durableOf({ stream, name, patterns }: LinkDurable): ConnectLink["down"][number] {
  const [only, ...others] = patterns;
  return { stream, durable: name, ...(only && others.length === 0 && { only }) };
}

function hubEnd(
  { name, kind, to, standby }: Link,
  { brokers }: Topology,
  addressing: Addressing,
  environment: string,
): HubEnd {
  const targets = [to, ...standby].flatMap((target) => brokers.get(target) ?? []);
  const instances = targets.flatMap(({ broker }) => broker.instances);
  const payloads = targets.map(({ broker }) => sizeOf(broker.settings["max_payload"] ?? usualPayload));
  return {
    // Where the manifest declares no address there is none to write, which is reported at its place.
    urls: instances
      .map((place) => addressing.dial(place.name, kind.listener, environment))
      .filter(({ host }) => host !== ""),
    seed: { kind: "seed", of: `link.${name}` },
    maxPayload: Math.min(...payloads.map((bytes) => bytes ?? usualPayload)),
    ...(targets.some(({ tls }) => tls) && { tls: { authority: tlsFiles.hub } }),
  };
}

function patternsOf(
  topics: readonly ListedTopic[],
  delivery: "at-least-once" | "at-most-once",
): readonly Pattern[] {
  return topics.filter(({ event }) => event.terms.delivery === delivery).map(({ pattern }) => pattern);
}

function lowerLink(
  carried: ConnectLink,
  { to, standby }: Link,
  { brokers }: Topology,
  dialer: Broker,
): WorkloadInstance {
  const targets = [to, ...standby].flatMap((target) => brokers.get(target)?.broker ?? []);
  const { edge, hub, management } = carried;
  return {
    name: carried.instance,
    files: [
      ...printLink(carried),
      ...(edge.tls ? [printAuthorities(tlsFiles.edge, [dialer])] : []),
      ...(hub.tls ? [printAuthorities(tlsFiles.hub, targets)] : []),
    ],
    command: connectCommand(carried),
    listeners: [{ name: listener, address: management.host, port: management.port }],
    health: { kind: "http", listener, path: "/ping" },
    reload: { signal: "SIGHUP" },
    // What is on its way has 5 s to be acknowledged.
    stop: { signal: "SIGTERM", graceSeconds: 10 },
  };
}
