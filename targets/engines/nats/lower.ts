import type { Addressing, Endpoint } from "../../../compiler/model/address.ts";
import type { Json } from "../../../compiler/model/json.ts";
import type { InstancePlace } from "../../../compiler/model/mesh.ts";
import type { BrokerNode, Link, Topology } from "../../../compiler/model/topology.ts";
import type {
  Authority,
  BoundListener,
  ConfigFile,
  HealthProbe,
  HttpProbe,
  Workload,
  WorkloadInstance,
} from "../../../compiler/model/workload.ts";
import { fileNames, tlsFiles } from "./files.ts";
import { type MqttBlock, printMain } from "./print-main.ts";
import { printCluster, printGateway, printLeafRemotes } from "./print-trusts.ts";
import { knownBy, printOwnCertificate } from "../../kit/shown-certificates.ts";
import { linkTls, printAuthority, printInstanceCertificate, printLinkCertificate } from "./print-tls.ts";
import { type OperatorRights, printUsers } from "./print-users.ts";
import { type BrokerView, brokerViews } from "./broker-views.ts";
import { domainHere, type JetStreamBlock, jetStreamOf, keptByBroker, mqttReplicas } from "./jetstream.ts";
import { keptBefore } from "./kept-before.ts";
import { mqttSettingsOf } from "./mqtt-settings.ts";
import { provisionsOf } from "./provisions.ts";
import { toldAddress } from "./told-address.ts";
import { settingsOf } from "./settings-of.ts";
import { factsOf } from "./versions.ts";

/** What is the same for all instances of a broker, made once. */
interface Shared {
  readonly node: BrokerNode;
  readonly view: BrokerView;
  readonly addressing: Addressing;
  readonly settings: readonly (readonly [string, Json])[];
  readonly files: readonly ConfigFile[];
  readonly jetstream: JetStreamBlock | undefined;
  /** Set where MQTT clients come to it. */
  readonly mqtt: Omit<MqttBlock, "listen"> | undefined;
}

/** Turns the NATS brokers of a mesh into workloads, in the order of the topology. */
export function lower(topology: Topology, addressing: Addressing): readonly Workload[] {
  const views = brokerViews(topology);
  const kept = keptByBroker(topology);
  const workloads: Workload[] = [];
  for (const [name, view] of views) {
    const { node } = view;
    const { broker } = node;
    const settings = settingsOf(broker.settings);
    const own = kept.get(name) ?? [];
    const jetstream = jetStreamOf(node, own);
    const files = sharedFiles(view, views, addressing);
    const mqtt = node.listeners.has("mqtt")
      ? { replicas: mqttReplicas(topology, node), settings: mqttSettingsOf(broker.settings) }
      : undefined;
    const shared: Shared = { node, view, addressing, settings, files, jetstream, mqtt };
    workloads.push({
      broker: name,
      environment: broker.environment.name,
      engine: "nats",
      version: node.version,
      instances: broker.instances.map((place) => lowerInstance(place, shared)),
      provisions: provisionsOf(node, own, (durable) => keptBefore(topology, durable)),
    });
  }
  return workloads;
}

function sharedFiles(
  view: BrokerView,
  views: ReadonlyMap<string, BrokerView>,
  addressing: Addressing,
): readonly ConfigFile[] {
  const { broker } = view.node;
  const environment = broker.environment.name;
  const dial = (target: string, listener: string): readonly Endpoint[] => {
    const instances = views.get(target)?.node.broker.instances ?? [];
    return instances.map((place) => addressing.dial(place.name, listener, environment));
  };
  const speaksTls = ({ to }: Link) => views.get(to)?.node.tls === true;
  const targetsOf = ({ to, standby }: Link) =>
    [to, ...standby].flatMap((target) => views.get(target)?.node.broker ?? []);
  const reaches = view.gateways.some((name) => views.get(name)?.node.storing !== undefined);
  const jetstream = view.node.storing !== undefined ? "stores" : reaches ? "reached" : "none";
  const files = [printUsers(view.rights, jetstream, printedOperators(view))];
  // A server of a super-cluster that stores wants a route, be it to itself; else it ends as it starts (2.10 to 2.15).
  if (view.node.listeners.has("cluster")) files.push(printCluster(broker.name, dial(broker.name, "cluster")));
  if (view.node.listeners.has("gateway")) {
    const remotes = view.gateways.map((name) => ({ name, urls: dial(name, "gateway") }));
    files.push(printGateway(remotes));
  }
  if (view.dials.length > 0) {
    const ignoresTold = factsOf(view.node.version)?.ignoresTold;
    const remotes = view.dials.map((link) => ({
      link: link.name,
      ...(speaksTls(link) && { tls: linkTls(link.name, targetsOf(link)) }),
      urls: [link.to, ...link.standby].flatMap((target) => dial(target, "leafnode")),
      ...(ignoresTold && { ignoresTold }),
    }));
    files.push(printLeafRemotes(remotes));
    const secured = view.dials.filter(speaksTls);
    files.push(...secured.flatMap((link) => printLinkCertificate(link.name, targetsOf(link))));
    // An instance that shows a certificate of its own has this file by it.
    const isKnown = secured.flatMap(targetsOf).some(({ certificate }) => !certificate);
    if (isKnown && !view.node.tls) files.push(printAuthority("servers"));
  }
  return files;
}

function printedOperators({ node, operators }: BrokerView): readonly OperatorRights[] {
  const here = domainHere(node);
  return operators.map((operator) => ({ operator, ...(here !== undefined && { here }) }));
}

function lowerInstance(place: InstancePlace, shared: Shared): WorkloadInstance {
  const { node, addressing } = shared;
  const listeners = [...node.listeners.keys()].map((name): BoundListener => {
    const { host, port } = addressing.bind(place.name, name);
    const speaksTls = node.tls && name !== "management";
    const [authority] = shownToDialers.has(name) ? knownBy(node.broker) : [];
    return {
      name,
      address: host,
      port,
      ...(speaksTls && { tls: true, ...(authority && { knownBy: authority }) }),
    };
  });
  return {
    name: place.name,
    ...(place.host && { host: place.host.name }),
    files: [mainFile(place, shared), ...shared.files, ...certificateFiles(place, shared)],
    command: { program: "nats-server", arguments: ["--config", fileNames.main] },
    listeners,
    health: shared.jetstream ? storingHealth : health,
    reload: { signal: "SIGHUP" },
    stop: { signal: "SIGTERM", graceSeconds: 10 },
  };
}

/** The instance's own certificate, for every name by which it is dialed. */
function certificateFiles(place: InstancePlace, { node, addressing }: Shared): readonly ConfigFile[] {
  if (!node.tls) return [];
  const { listeners, broker } = node;
  const isShown = !broker.certificate || amongServers.some((listener) => listeners.has(listener));
  const knows: readonly Authority[] = listeners.has("leafnode") ? ["servers", "links"] : ["servers"];
  const dialedBy = addressing.namesOf(place.name);
  return [
    ...printInstanceCertificate(place.name, dialedBy, isShown, knows),
    ...printOwnCertificate(broker, tlsFiles.given),
  ];
}

/** Listeners at which an instance is known as one of the mesh by its certificate, in both directions. */
const amongServers = ["cluster", "gateway"];
/** Listeners at which it shows a certificate of the broker's own, where there is one. */
const shownToDialers: ReadonlySet<string> = new Set(["nats", "leafnode", "mqtt"]);

const health: HttpProbe = { kind: "http", listener: "management", path: "/healthz" };

/** A server that stores is healthy to `/healthz` only once a majority has agreed on a leader, be it the first of them. */
const storingHealth: HealthProbe = {
  ...health,
  path: "/healthz?js-enabled-only=true",
  agreedPath: "/healthz",
};

function mainFile(
  place: InstancePlace,
  { node, view, addressing, settings, jetstream, mqtt }: Shared,
): ConfigFile {
  const name = node.broker.name;
  const bind = (listener: string) => addressing.bind(place.name, listener);
  const accepts = node.listeners.has("leafnode");
  const dials = view.dials.length > 0;
  const told = accepts && toldAddress(place.name, node.version, addressing);
  const listens = accepts && { listen: bind("leafnode"), ...(told && { told }) };
  return printMain({
    serverName: place.name,
    listen: bind("nats"),
    management: bind("management"),
    settings,
    ...(node.tls && { tls: { hasOwn: node.broker.certificate !== undefined } }),
    ...(jetstream && { jetstream }),
    ...(mqtt && { mqtt: { listen: bind("mqtt"), ...mqtt } }),
    ...(node.listeners.has("cluster") && { cluster: { name, listen: bind("cluster") } }),
    ...(node.listeners.has("gateway") && { gateway: { name, listen: bind("gateway") } }),
    ...((accepts || dials) && { leafnodes: { dials, ...listens } }),
  });
}
