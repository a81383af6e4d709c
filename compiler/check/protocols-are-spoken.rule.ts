import { protocolNotSpoken } from "../diagnostics/codes/check.ts";
import { protocolOf, speaks } from "../model/protocol-of.ts";
import type { Rule } from "./rule.ts";

/** Every broker that an application names speaks its protocol. */
export const protocolsAreSpoken: Rule = (mesh, engines, report) => {
  for (const application of mesh.applications.values()) {
    if (application.brokers === "any") continue;
    const protocol = protocolOf(application, mesh, engines);
    const path = [
      "applications",
      application.name,
      application.protocol === undefined ? "broker" : "protocol",
    ];
    for (const { name, engine } of application.brokers) {
      if (speaks(engines.get(engine), protocol)) continue;
      report.report(
        protocolNotSpoken,
        { application: application.name, protocol, broker: name, engine },
        { path },
      );
    }
  }
};
