import type { Reporter } from "../../../compiler/diagnostics/reporter.ts";
import type { Broker } from "../../../compiler/model/mesh.ts";
import type { Topology } from "../../../compiler/model/topology.ts";
import { checkPackets } from "./check-packets.ts";
import { checkRetained } from "./check-retained.ts";
import { checkQueues } from "./check-queues.ts";
import { checkSettings } from "./check-settings.ts";
import { severalInstances, unknownVersion } from "./diagnostics.ts";
import { factsOf, versions } from "./versions.ts";

/** Checks what only Mosquitto understands of a broker: its version, its settings, that it is one process. */
export function check(topology: Topology, broker: Broker, report: Reporter): void {
  const path = ["brokers", broker.name];
  const version = broker.version ?? topology.brokers.get(broker.name)?.version ?? "";
  if (!factsOf(version)) {
    const known = versions.map(({ minor }) => minor);
    report.report(unknownVersion, { version, known }, { path: [...path, "version"] });
  }
  checkSettings(broker, report);
  checkRetained(topology, broker, report);
  const instances = broker.instances.length;
  if (instances > 1) report.report(severalInstances, { broker: broker.name, instances }, { path, on: "key" });
  const node = topology.brokers.get(broker.name);
  if (!node) return;
  checkQueues(topology, node, report);
  checkPackets(topology, node, report);
}
