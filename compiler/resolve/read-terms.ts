import type { ManifestSubscription } from "../model/manifest.ts";
import type { ReadTerms } from "../model/mesh.ts";
import { millisecondsOf } from "../model/quantity.ts";

type Said = Exclude<ManifestSubscription, string>;

/** After how many deliveries an event is put aside where the manifest does not say. */
const usualDeliveries = 5;

/**
 * How a subscription wants stored events delivered, or `undefined` where it says nothing of it. To be put aside an event
 * has to be given up: where `deadLetter` stands without `maxDeliver`, after five deliveries, or after one more than
 * there are pauses, if these are more.
 */
export function readTerms({ maxDeliver, backoff, deadLetter = false }: Said): ReadTerms | undefined {
  if (maxDeliver === undefined && backoff === undefined && !deadLetter) return undefined;
  const usual = deadLetter ? Math.max(usualDeliveries, (backoff?.length ?? 0) + 1) : undefined;
  const most = maxDeliver ?? usual;
  return {
    ...(most !== undefined && { maxDeliver: most }),
    ...(backoff !== undefined && { backoff: backoff.map(millisecondsOf) }),
    ...(deadLetter && { deadLetter }),
  };
}
