import { certificateNotShown } from "../diagnostics/codes/check.ts";
import type { Rule } from "./rule.ts";

/** A broker that is given a certificate of its own is not told to speak no TLS. */
export const certificatesAreShown: Rule = (mesh, _engines, report) => {
  for (const { name: broker, tls, certificate } of mesh.brokers.values()) {
    if (tls !== "off" || !certificate) continue;
    report.report(certificateNotShown, { broker }, { path: ["brokers", broker, "tls", "mode"] });
  }
};
