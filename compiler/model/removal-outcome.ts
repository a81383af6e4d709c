import type { Provision } from "./workload.ts";

/**
 * What became of something that was to be removed: whether it was there to be removed, or why it is there still, in the
 * broker's own words with its code, and whether that may not last.
 */
export type RemovalOutcome =
  | { readonly provision: Provision; readonly wasThere: boolean }
  | { readonly provision: Provision; readonly why: string; readonly mayPass: boolean };
