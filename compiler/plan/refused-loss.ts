import type { LossKind } from "./loss-key.ts";
import type { Refusal } from "./plan.ts";

/** What is refused since it would lose what is stored, and what of that name would have to be allowed to be lost. */
export interface RefusedLoss extends Refusal {
  readonly kind: LossKind;
}
