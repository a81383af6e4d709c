import type { Durable } from "./topology.ts";

/**
 * Name of the stream that tells a durable's readers what was given up, or `undefined` where they do not ask for that. It
 * is kept where the durable is: engines tell of it once, and a link that is cut then would lose it. So it is nowhere
 * that the events themselves are not. Two underscores are in no other stream's name.
 */
export function deadLettersOf({ stream, mirror = stream, terms }: Durable): string | undefined {
  return terms?.deadLetter ? `${mirror}__dead` : undefined;
}
