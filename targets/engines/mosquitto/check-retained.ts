import type { Reporter } from "../../../compiler/diagnostics/reporter.ts";
import type { Broker } from "../../../compiler/model/mesh.ts";
import type { Topology } from "../../../compiler/model/topology.ts";
import { bridgesOf } from "./bridges-of.ts";
import { generatedSetting } from "./diagnostics.ts";

const setting = "retain_available";

/**
 * A broker that dials bridges has to retain: whether one is connected is known from what it retains of that (2.0.11), and
 * a retained event that came down would be refused and sent again for ever.
 */
export function checkRetained(topology: Topology, broker: Broker, report: Reporter): void {
  if (broker.settings[setting] !== false) return;
  const [link] = bridgesOf(topology, broker.name);
  if (!link) return;
  const why = "where nothing is retained, nobody can ask whether a bridge is connected";
  const parameters = { setting, wins: `bridge of link "${link.name}"`, why };
  report.report(generatedSetting, parameters, {
    path: ["brokers", broker.name, "settings", setting],
    on: "key",
  });
}
