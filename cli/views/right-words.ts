import type { RightVerdict } from "../../deploy/verify/report.ts";

/** What was tried, in words: `publish retail/orders/placed`; a login has no topic. */
export function rightWords({
  action,
  topic,
  listener,
}: Pick<RightVerdict, "action" | "topic" | "listener">): string {
  const where = listener === undefined ? "" : ` (listener ${listener})`;
  return topic === "" ? `${action}${where}` : `${action} ${topic}${where}`;
}
