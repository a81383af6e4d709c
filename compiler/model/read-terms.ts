import type { ReadTerms } from "./mesh.ts";

/** Whether two subscriptions want events delivered alike. */
export function termsAlike(a: ReadTerms | undefined, b: ReadTerms | undefined): boolean {
  return keyOf(a) === keyOf(b);
}

function keyOf({ maxDeliver, backoff, deadLetter }: ReadTerms = {}): string {
  return JSON.stringify([maxDeliver, backoff, deadLetter]);
}
