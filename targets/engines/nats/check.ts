import type { Reporter } from "../../../compiler/diagnostics/reporter.ts";
import type { Broker } from "../../../compiler/model/mesh.ts";
import type { BrokerNode, Topology } from "../../../compiler/model/topology.ts";
import type { CompileMode } from "../../../compiler/target.ts";
import { checkDrawing } from "./check-drawing.ts";
import { checkMajority } from "./check-majority.ts";
import { checkMqtt } from "./check-mqtt.ts";
import { checkSettings } from "./check-settings.ts";
import { checkStorage } from "./check-storage.ts";
import { leafWithoutTls, leafWithoutTlsHere, splitEdge, unheldEdges, unknownVersion } from "./diagnostics.ts";
import { factsOf, type VersionFacts, versions } from "./versions.ts";

const newest = versions[versions.length - 1];

/** Checks what only NATS understands of a broker: its version, its settings, who may make leaf links. */
export function check(topology: Topology, broker: Broker, report: Reporter, mode: CompileMode): void {
  const path = ["brokers", broker.name];
  const node = topology.brokers.get(broker.name);
  const version = broker.version ?? node?.version ?? "";
  const facts = factsOf(version);
  const hasMqtt = node?.listeners.has("mqtt") ?? false;
  if (!facts || !/^\d+\.\d+(\.\d+)?$/.test(version)) {
    const known = versions.map(({ minor }) => minor);
    report.report(unknownVersion, { version, known }, { path: [...path, "version"] });
    // What is wrong whatever the version is said all the same; the newest version knows every setting.
    if (newest) checkSettings(broker, newest, hasMqtt, report);
    return;
  }
  checkSettings(broker, facts, hasMqtt, report);
  checkUplinks(topology, broker, report);
  if (node && hasMqtt) checkMqtt(topology, node, { ...facts, version }, report);
  if (node?.storing) {
    checkStorage(topology, node, report);
    checkMajority(topology, report);
    checkDrawing(topology, broker.name, report);
  }
  checkLeafLinks(node, { ...facts, version }, report, mode);
}

/** What the older versions let happen over a leaf link; of what the same newer version mends, the worst. */
function checkLeafLinks(
  node: BrokerNode | undefined,
  { version, acceptsAnonymousLeaf, checksLeafMessages }: VersionFacts & { readonly version: string },
  report: Reporter,
  mode: CompileMode,
): void {
  if (!node?.listeners.has("leafnode")) return;
  const broker = node.broker.name;
  const at = { path: ["brokers", broker, "version"] };
  // With TLS a leaf has to show a certificate of the mesh, before anything else.
  if (acceptsAnonymousLeaf && !node.tls)
    report.report(mode === "up" ? leafWithoutTlsHere : leafWithoutTls, { broker, version }, at);
  else if (!checksLeafMessages) report.report(unheldEdges, { broker, version }, at);
}

/** Each instance dials on its own; seen on 2.10 to 2.15, no loop is noticed while two are at different brokers. */
function checkUplinks(topology: Topology, broker: Broker, report: Reporter): void {
  if (broker.instances.length < 2 || (broker.uplink?.length ?? 0) < 2) return;
  const link = topology.links.find((it) => it.from === broker.name && it.standby.length > 0);
  if (!link) return;
  const parameters = {
    broker: broker.name,
    instances: broker.instances.length,
    targets: [link.to, ...link.standby],
  };
  report.report(splitEdge, parameters, { path: ["brokers", broker.name, "uplink"] });
}
