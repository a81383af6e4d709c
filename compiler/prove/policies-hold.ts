import { exceptionRanOut } from "../diagnostics/codes/prove.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { sortedByName } from "../model/compare.ts";
import type { Policy } from "../model/mesh.ts";
import type { LinkGraph } from "../model/route.ts";
import type { Topology } from "../model/topology.ts";
import { forbid } from "./forbid.ts";
import { maxHops } from "./max-hops.ts";

/** Proves every policy, and warns of exceptions whose last day has passed. */
export function policiesHold(topology: Topology, graph: LinkGraph, today: string, report: Reporter): void {
  for (const policy of sortedByName(topology.mesh.policies.values())) {
    const { rule } = policy;
    if (rule.kind === "maxHops") maxHops(policy, rule.hops, topology, graph, today, report);
    else forbid(policy, rule, topology, graph, today, report);
    warnOfPassedExceptions(policy, today, report);
  }
}

function warnOfPassedExceptions(policy: Policy, today: string, report: Reporter): void {
  for (const [index, exception] of policy.except.entries()) {
    if (exception.until === undefined || today <= exception.until) continue;
    const at = { path: ["policies", policy.name, "except", index] };
    report.report(exceptionRanOut, { policy: policy.name, until: exception.until, why: exception.why }, at);
  }
}
