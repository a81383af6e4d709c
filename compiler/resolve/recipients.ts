import { noSuchRecipient } from "../diagnostics/codes/resolve.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { compare } from "../model/compare.ts";
import { isAgeRecipient } from "./age-recipient.ts";

/** Who can decrypt the secrets that meshc keeps, sorted, each once. */
export function resolveRecipients(entries: readonly string[], report: Reporter): readonly string[] {
  for (const [index, recipient] of entries.entries()) {
    if (!isAgeRecipient(recipient))
      report.report(noSuchRecipient, { recipient }, { path: ["state", "secrets", "age", index] });
  }
  return [...new Set(entries)].toSorted(compare);
}
