import type { RightVerdict } from "../../deploy/verify/report.ts";

/** What was tried, in words: `publish retail/orders/placed`; a login has no topic. */
export function rightWords({ action, topic }: Pick<RightVerdict, "action" | "topic">): string {
  return topic === "" ? action : `${action} ${topic}`;
}
