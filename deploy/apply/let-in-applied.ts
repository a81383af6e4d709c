import type { Result } from "../../compiler/diagnostics/result.ts";
import { calledIn } from "../../compiler/model/names.ts";
import { failure } from "../diagnose.ts";
import { operatorNeedsUp } from "../operators/codes.ts";
import type { RecordedPlan } from "../plan/recorded-plan.ts";
import { secretsIn } from "../state/secrets.ts";
import { stagedPlace } from "../state/staged-place.ts";
import type { UpOptions, UpReport } from "../up/up-options.ts";
import { underLocks } from "./apply.ts";
import type { ApplyOptions } from "./apply-options.ts";

/**
 * Lets somebody look inside a broker of the mesh that was applied: nothing else is changed, or nothing at all. A manifest that
 * is no longer what was applied is refused, with what would change.
 */
export async function letInApplied(
  planned: RecordedPlan,
  options: ApplyOptions & { readonly operator: NonNullable<UpOptions["operator"]> },
): Promise<Result<UpReport>> {
  const { changes, refused } = planned.plan;
  const broker = calledIn(planned.topologies.held.mesh, "brokers", options.operator.broker);
  const what = [
    ...changes.map(({ action, kind, name }) => `${action} of ${kind} ${name}`),
    ...refused.map(({ name, why }) => `${name}: ${why}`),
  ];
  if (what.length > 0) return failure(operatorNeedsUp, { broker, command: "meshc apply", what });
  const { secrets } = options.store;
  // No key is made before it is known that nothing else would change.
  const place = stagedPlace(secrets.place);
  const store = { ...options.store, secrets: secretsIn(place, secrets.cipher) };
  return underLocks(planned, { ...options, store }, (run) =>
    run.bring(planned.topologies.held, {}, () => place.commit()),
  );
}
