import type { ApplyReport } from "../../deploy/apply/apply-options.ts";

/** What carrying a plan out came to, in a line; where it stopped, what to do then. */
export function applyText({ instances, touched, removed, interrupted, stoppedAt }: ApplyReport): string {
  const parts = [
    ...(touched > 0 ? [`${touched} started or changed`] : []),
    ...(removed > 0 ? [`${removed} ended`] : []),
  ];
  const changed = parts.length > 0 ? parts.join(", ") : "nothing had to be started or changed";
  const counts = `${instances} instance${instances === 1 ? "" : "s"}, ${changed}`;
  if (stoppedAt === undefined && !interrupted) return `applied: ${counts}\n`;
  const where = stoppedAt === undefined ? "" : ` in wave ${stoppedAt}`;
  return `stopped${where}: ${counts}; what was reached is recorded, \`meshc apply\` goes on from there\n`;
}
