import { covers, type Pattern } from "../../compiler/model/topic.ts";
import type { Grant } from "../../compiler/model/topology.ts";

/** Whether the topology gives a right: one grant has to cover the whole set, within the same group if it has one. */
export function expectedRight(
  grants: readonly Grant[],
  action: Grant["action"],
  topic: Pattern,
  group?: string,
): "allowed" | "denied" {
  const allows = (grant: Grant) =>
    grant.action === action &&
    covers(grant.pattern, topic) &&
    (grant.group === undefined || grant.group === group);
  return grants.some(allows) ? "allowed" : "denied";
}
