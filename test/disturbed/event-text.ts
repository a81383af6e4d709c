/** What an event of a run says: which part of the run it belongs to, who published it, and its number. */
export interface EventText {
  /** What is published to find out whether all is connected counts for nothing. */
  readonly phase: "warm-up" | "run";
  readonly publisher: string;
  readonly sequence: number;
}

/** As it travels; also its message id. */
export function eventText({ phase, publisher, sequence }: EventText): string {
  return `${phase} ${publisher} ${sequence}`;
}

/** What `eventText` wrote. */
export function parseEvent(text: string): EventText {
  const [phase, publisher = "", sequence] = text.split(" ");
  return { phase: phase === "run" ? "run" : "warm-up", publisher, sequence: Number(sequence) };
}
