import { invariant } from "../../compiler/diagnostics/invariant.ts";
import type { Pattern } from "../../compiler/model/topic.ts";
import type { Encoded } from "./branded.ts";

/** A NATS subject, wildcards allowed. */
export type NatsSubject = Encoded<"subject">;

const token = /^[\p{L}\p{N}_~:@$-]+$/u;

/** A topic pattern as subject: levels joined by `.`; `*` and `>` mean the same in both. */
export function natsSubject(pattern: Pattern): NatsSubject {
  invariant(pattern.length > 0, "a subject has at least one token");
  for (const [index, level] of pattern.entries()) {
    const wildcard = level === "*" || (level === ">" && index === pattern.length - 1);
    if (wildcard || token.test(level)) continue;
    invariant(false, `${JSON.stringify(level)} cannot be a token of a NATS subject`);
  }
  return pattern.join(".") as NatsSubject;
}

/** A subject that may be subscribed to only as a member of a queue group: both in one string, parted by a blank. */
export function natsQueueSubject(subject: NatsSubject, group: string): NatsSubject {
  if (!token.test(group)) invariant(false, `${JSON.stringify(group)} cannot be the name of a queue group`);
  return `${subject} ${group}` as NatsSubject;
}

/** What an application's inbox, and nobody else's, begins with. */
export function inboxPrefix(application: string): string {
  return `_INBOX_${application}`;
}
