import type { Touched } from "./touched.ts";

/** What is said of a change in which stored events are sent, or read, again. */
export const mayComeTwice = "stored events of it may come twice";

/** The reason of a change, with that word where it touches such events. */
export function withRepeats(reason: string, { repeats }: Pick<Touched, "repeats">): string {
  return repeats ? `${reason}; ${mayComeTwice}` : reason;
}
