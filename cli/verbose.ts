import type { Invocation } from "./command-spec.ts";
import { visible } from "./views/visible.ts";

/** Says what only `-v` asks for. */
export interface Verbose {
  /** A line of its own, made only where it is wanted. */
  readonly say: (line: () => string) => void;
  /** What was done since the last time, and how long it took. */
  readonly took: (what: string) => void;
}

/** Lines on standard error with `-v`, nothing without; `--quiet` wins. */
export function createVerbose({ options, terminal }: Invocation): Verbose {
  if (!options.verbose || options.quiet) return { say: () => undefined, took: () => undefined };
  let since = performance.now();
  const say = (line: () => string): void => terminal.err.write(`${visible(line())}\n`);
  return {
    say,
    took: (what) => {
      const now = performance.now();
      say(() => `${what} in ${Math.round(now - since)} ms`);
      since = now;
    },
  };
}
