import { compare } from "../../compiler/model/compare.ts";
import { verdictOf } from "./judge-flows.ts";
import type { DeniedVerdict, RightVerdict } from "./report.ts";
import { applicationOf } from "./probe-ground.ts";
import type { RightFinding, RightOutcome } from "./rights-run.ts";
import type { StrangerFinding } from "./strangers-run.ts";

/**
 * What was seen of an accepted right, in words: what arrived at a subscription that should have been refused, or that
 * nothing arrives where something should.
 */
export type Proofs = ReadonlyMap<RightOutcome, string>;

/** Events that an application may not publish or read, judged over all instances of its broker. */
export function judgeDenied(findings: readonly RightFinding[], proofs: Proofs): readonly DeniedVerdict[] {
  const verdicts = new Map<string, { verdict: Omit<DeniedVerdict, "verdict" | "why">; reasons: string[] }>();
  for (const finding of findings) {
    const application = applicationOf(finding.of.identity);
    if (application === undefined) continue;
    for (const [index, probe] of finding.of.probes.entries()) {
      const { event, action, expected } = probe;
      if (event === undefined || expected === "allowed") continue;
      const key = `${application} ${event} ${action}`;
      const entry = verdicts.get(key) ?? { verdict: { application, event, action }, reasons: [] };
      verdicts.set(key, entry);
      entry.reasons.push(...reasonsOf(finding, finding.outcomes[index], proofs));
    }
  }
  return [...verdicts]
    .toSorted(([a], [b]) => compare(a, b))
    .map(([, { verdict, reasons }]) => ({ ...verdict, ...verdictOf(reasons) }));
}

/** Every right of every identity, judged over all instances of a broker; then the logins that must fail. */
export function judgeRights(
  findings: readonly RightFinding[],
  strangers: readonly StrangerFinding[],
  proofs: Proofs,
): readonly RightVerdict[] {
  const byPlace = new Map<string, RightFinding[]>();
  for (const finding of findings) {
    const key = `${finding.of.identity.name} ${finding.of.broker} ${finding.of.listener}`;
    byPlace.set(key, [...(byPlace.get(key) ?? []), finding]);
  }
  const rights = [...byPlace.values()].flatMap((instances) => rightsOfPlace(instances, proofs));
  return [...rights, ...judgeStrangers(strangers)];
}

function rightsOfPlace(instances: readonly RightFinding[], proofs: Proofs): readonly RightVerdict[] {
  const [first] = instances;
  if (!first) return [];
  const { identity, broker, listener, probes } = first.of;
  return probes.map((probe, index) => {
    const reasons = instances.flatMap((finding) => reasonsOf(finding, finding.outcomes[index], proofs));
    const other = probe.expected === "allowed" ? "denied" : "allowed";
    return {
      identity: identity.name,
      kind: identity.kind,
      broker,
      ...(listener !== undefined && { listener }),
      topic: probe.topic,
      action: probe.action,
      expected: probe.expected,
      got: reasons.length > 0 ? other : probe.expected,
      ...verdictOf(reasons),
    };
  });
}

/** What speaks against a right at one instance. An identity that cannot log in shows nothing, which is a failure too. */
function reasonsOf(
  finding: RightFinding,
  outcome: RightOutcome | undefined,
  proofs: Proofs,
): readonly string[] {
  if (!outcome) return [finding.failure ?? "it was not tried"];
  const { probe, refused } = outcome;
  const who = finding.of.identity.name;
  const verb = probe.action === "publish" ? "publish to" : "subscribe to";
  const group = probe.group === undefined ? "" : ` in group ${probe.group}`;
  const listener = finding.of.listener === undefined ? "" : ` over a link`;
  const what = `${verb} ${probe.address}${group}${listener}`;
  const proof = proofs.get(outcome);
  if (probe.expected === "allowed") {
    if (refused !== undefined) return [`${finding.instance} does not let ${who} ${what} (${refused})`];
    return proof === undefined ? [] : [`${finding.instance} lets ${who} ${what}, but ${proof}`];
  }
  if (refused !== undefined) return [];
  return [`${finding.instance} lets ${who} ${what}${proof === undefined ? "" : `, and ${proof}`}`];
}

function judgeStrangers(findings: readonly StrangerFinding[]): readonly RightVerdict[] {
  const byStranger = new Map<string, StrangerFinding[]>();
  for (const finding of findings) {
    const { stranger } = finding;
    const key = `${stranger.kind} ${stranger.identity} ${stranger.broker} ${listenerOf(stranger)}`;
    byStranger.set(key, [...(byStranger.get(key) ?? []), finding]);
  }
  return [...byStranger.values()].flatMap((instances) => {
    const [first] = instances;
    if (!first) return [];
    const { identity, kind, broker } = first.stranger;
    const listener = listenerOf(first.stranger);
    const bad = instances.filter((finding) => finding.got !== "denied");
    return [
      {
        identity,
        kind,
        broker,
        ...(listener !== undefined && { listener }),
        topic: "",
        action: "connect" as const,
        expected: "denied" as const,
        got: bad.some((finding) => finding.got === "allowed") ? ("allowed" as const) : ("denied" as const),
        ...verdictOf(bad.map((finding) => finding.why)),
      },
    ];
  });
}

/** Where a stranger knocked, unless that is where clients of the broker's own protocol do. */
function listenerOf({ listener, protocol }: StrangerFinding["stranger"]): string | undefined {
  return listener ?? protocol?.dialect.listener;
}
