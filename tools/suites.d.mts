/** A long suite, as its file says it. */
export interface Suite {
  readonly name: string;
  readonly why: string;
  readonly command: string;
  /** Run once a result is written. */
  readonly after?: string;
  readonly depends: readonly string[];
  readonly minutes: number;
}

/** Every suite, by name. */
export function suites(): readonly Suite[];

/** One hash over the names and contents of the files that a suite depends on. */
export function hashOf(suite: Suite): string;
