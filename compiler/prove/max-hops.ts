import { tooManyHops } from "../diagnostics/codes/prove.ts";
import type { Policy } from "../model/mesh.ts";
import { eventName } from "./every-flow-arrives.ts";
import { environmentsOf, judges } from "./in-scope.ts";
import type { Proof } from "./proof.ts";

/** Proves that no flow in scope crosses more links than allowed, whichever standby targets are active. */
export function maxHops(policy: Policy, limit: number, proof: Proof): void {
  const { topology, today, report } = proof;
  for (const flow of topology.flows) {
    const { event, publisher, subscriber, from, to } = flow;
    const environments = environmentsOf(topology, [from, to]);
    if (!judges(policy, { event, sides: [publisher, subscriber], environments }, today)) continue;
    const path = proof.heaviestWay(flow, () => 1) ?? [];
    if (path.length - 1 <= limit) continue;
    const names = { publisher: publisher.name, subscriber: subscriber.name };
    report.report(
      { ...tooManyHops, severity: policy.severity },
      { policy: policy.name, limit, event: eventName(event), ...names, path },
      { path: ["policies", policy.name], on: "key" },
    );
  }
}
