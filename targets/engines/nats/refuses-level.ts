/** First tokens that the server uses itself: inboxes, and the prefixes of its own replies over services and gateways. */
const reserved = /^(_INBOX.*|_R_|_GR_)$/u;
const carried = /^[\p{L}\p{N}_~:@-]+$/u;
/** The same for ASCII; a pattern over all letters of Unicode costs a millisecond to compile. */
const carriedAscii = /^[A-Za-z0-9_~:@-]+$/;

/**
 * Why a topic level cannot be a token of a NATS subject, or `undefined` where it can. Tokens are parted by `.`, `*`
 * and `>` are wildcards, subjects that begin with `$` belong to the server (NATS manual, Subject-Based Messaging).
 */
export function refusesLevel(level: string, first: boolean): string | undefined {
  if (level.includes(".")) return "NATS parts the levels of a subject by `.`";
  if (first && level.startsWith("$")) return "subjects that begin with `$` belong to the NATS server";
  if (first && reserved.test(level)) return "NATS keeps subjects that begin with it for replies";
  if (!carriedAscii.test(level) && !carried.test(level))
    return "a token of a NATS subject holds letters, digits, `_`, `~`, `:`, `@` and `-`";
  return undefined;
}
