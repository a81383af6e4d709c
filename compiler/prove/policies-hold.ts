import { exceptionRanOut } from "../diagnostics/codes/prove.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { sortedByName } from "../model/compare.ts";
import type { Policy } from "../model/mesh.ts";
import { encryptInTransit } from "./encrypt-in-transit.ts";
import { forbid } from "./forbid.ts";
import { maxHops } from "./max-hops.ts";
import type { Proof } from "./proof.ts";

/** Proves every policy, and warns of exceptions whose last day has passed. */
export function policiesHold(proof: Proof): void {
  for (const policy of sortedByName(proof.topology.mesh.policies.values())) {
    const { rule } = policy;
    if (rule.kind === "maxHops") maxHops(policy, rule.hops, proof);
    else if (rule.kind === "encryptInTransit") encryptInTransit(policy, proof);
    else forbid(policy, rule, proof);
    warnOfPassedExceptions(policy, proof.today, proof.report);
  }
}

function warnOfPassedExceptions(policy: Policy, today: string, report: Reporter): void {
  for (const [index, exception] of policy.except.entries()) {
    if (exception.until === undefined || today <= exception.until) continue;
    const at = { path: ["policies", policy.name, "except", index] };
    report.report(exceptionRanOut, { policy: policy.name, until: exception.until, why: exception.why }, at);
  }
}
