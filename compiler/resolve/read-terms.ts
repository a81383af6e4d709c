import type { ManifestSubscription } from "../model/manifest.ts";
import type { ReadTerms } from "../model/mesh.ts";
import { millisecondsOf } from "../model/quantity.ts";

type Said = Exclude<ManifestSubscription, string>;

/** How a subscription wants stored events delivered, or `undefined` where it says nothing of it. */
export function readTerms({ maxDeliver, backoff }: Said): ReadTerms | undefined {
  if (maxDeliver === undefined && backoff === undefined) return undefined;
  return {
    ...(maxDeliver !== undefined && { maxDeliver }),
    ...(backoff !== undefined && { backoff: backoff.map(millisecondsOf) }),
  };
}
