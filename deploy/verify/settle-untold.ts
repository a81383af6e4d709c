import { hearPublications } from "./hear-publications.ts";
import { hearReads } from "./hear-reads.ts";
import type { Proofs } from "./judge-rights.ts";
import type { Ledger } from "./ledger.ts";
import type { RightFinding, RightOutcome } from "./rights-run.ts";
import type { Ground } from "./session.ts";
import type { Shown } from "./untold.ts";
import type { VerificationPlan } from "./verification-plan.ts";

/** What identities were let do, also where brokers would not tell. */
export interface Settled {
  readonly findings: readonly RightFinding[];
  /** What arrived. */
  readonly proofs: Proofs;
}

/**
 * Settles by what is delivered what brokers do not tell: where nothing arrives it counts as refused. What nobody could
 * show, since nobody publishes or reads it there, is left out.
 */
export async function settleUntold(
  ground: Ground,
  ledger: Ledger,
  plan: VerificationPlan,
  findings: readonly RightFinding[],
): Promise<Settled> {
  const shown = new Map([
    ...(await hearReads(ground, ledger, plan, findings)),
    ...(await hearPublications(ground, ledger, findings)),
  ]);
  if (shown.size === 0) return { findings, proofs: new Map() };
  const proofs = new Map<RightOutcome, string>();
  for (const [outcome, what] of shown) if (typeof what === "object") proofs.set(outcome, what.arrived);
  return { findings: findings.map((finding) => settled(finding, shown)), proofs };
}

function settled(finding: RightFinding, shown: ReadonlyMap<RightOutcome, Shown>): RightFinding {
  if (!finding.outcomes.some((outcome) => shown.has(outcome))) return finding;
  const kept = finding.outcomes.filter((outcome) => shown.get(outcome) !== "untried");
  const outcomes = kept.map((outcome) =>
    shown.get(outcome) === "nothing" ? { ...outcome, refused: "nothing arrives" } : outcome,
  );
  const probes = kept.map(({ probe }) => probe);
  return { ...finding, of: { ...finding.of, probes }, outcomes };
}
