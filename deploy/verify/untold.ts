import { covers, type Pattern } from "../../compiler/model/topic.ts";
import type { Grant } from "../../compiler/model/topology.ts";
import type { UntoldDialect } from "../../compiler/target.ts";
import { groupBy } from "./group-by.ts";
import type { RightFinding, RightOutcome } from "./rights-run.ts";
import { type Ground, protocolAt } from "./session.ts";
import type { IdentityProbes, RightProbe } from "./verification-plan.ts";

/** Something that somebody should not do and was not refused, at a broker that would not tell if it had been. */
export interface Untold {
  readonly finding: RightFinding;
  readonly outcome: RightOutcome;
  readonly dialect: UntoldDialect;
}

/** What became of it: what arrived, in words, nothing, or nothing could have. */
export type Shown = { readonly arrived: string } | "nothing" | "untried";

/** How long to listen for what must not come, once all has been published, in milliseconds. */
export const quiet = 200;

/** What was not refused and does not show anything. */
export function untoldOf(
  ground: Ground,
  findings: readonly RightFinding[],
  action: Grant["action"],
): readonly Untold[] {
  return findings.flatMap((finding) => {
    const { identity, broker, listener } = finding.of;
    const dialect = protocolAt(ground, identity.name, broker)?.dialect.untold;
    if (listener !== undefined || !dialect?.actions.includes(action)) return [];
    const open = finding.outcomes.filter(
      ({ probe, refused }) => probe.action === action && probe.expected === "denied" && refused === undefined,
    );
    return open.map((outcome) => ({ finding, outcome, dialect }));
  });
}

/** By instance, in the order given. */
export function byInstance(all: readonly Untold[]): ReadonlyMap<string, readonly Untold[]> {
  return groupBy(all, ({ finding }) => finding.instance);
}

/** Whether an identity may read a topic where it logs in. */
export function mayRead({ identity, broker }: IdentityProbes, topic: Pattern): boolean {
  const grants = identity.at.get(broker) ?? [];
  return grants.some(({ action, pattern }) => action === "subscribe" && covers(pattern, topic));
}

/** Whether what is published to a topic shows that an identity reads what it should not; a set without levels is any. */
export function wouldShow(of: IdentityProbes, { levels }: RightProbe, topic: Pattern): boolean {
  return (levels.length === 0 || covers(levels, topic)) && !mayRead(of, topic);
}
