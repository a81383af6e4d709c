import type { ProgramOutput } from "../host/host.ts";
import type { Found } from "./found.ts";
import type { Reading } from "./reading.ts";

/** A program that resolves references of one kind. */
export interface Asked {
  readonly program: string;
  readonly arguments: readonly string[];
  /** Variables that it is given beside ours. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How to come by the program. */
  readonly install: string;
  /** Why it may take longer than it may. */
  readonly slow: string;
}

/**
 * Runs a program that knows a secret. What it says of a failure goes no further than to `explain`, which answers in
 * words of its own: it could hold a part of what was read.
 */
export async function askProgram(
  { host, folder, environment: ours, seconds }: Reading,
  { program, arguments: args, environment, install, slow }: Asked,
  explain: (ended: ProgramOutput) => Found<never>,
): Promise<Found> {
  let ended: ProgramOutput;
  try {
    const options = { milliseconds: seconds * 1_000, environment: { ...ours, ...environment }, folder };
    ended = await host.processes.run(program, args, options);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const why = isMissing
      ? `the program ${program} is not on the PATH`
      : `the program ${program} cannot be started`;
    return { why, fix: install };
  }
  if (ended.endedBy === "time") {
    return { why: `${program} did not answer within ${seconds} s`, fix: slow };
  }
  if (ended.endedBy === "size") {
    return {
      why: `${program} printed more than 4 MiB`,
      fix: "Refer to something smaller: a secret is a password or a key.",
    };
  }
  return ended.code === 0 ? { value: ended.output } : explain(ended);
}
