import type { Invocation } from "./command-spec.ts";
import { UsageError } from "./usage-error.ts";

/** Whether somebody said that what was shown may be done, or was interrupted before. */
export type Approval = "approved" | "declined" | "interrupted";

/** Refuses, before anything is done, to go on where nobody could be asked later. */
export function requireApprover({ options, terminal: { input, err } }: Invocation): void {
  if (options["autoApprove"] === true) return;
  if (options["json"] === true) throw new UsageError("with --json nobody is asked: say --auto-approve");
  if (!input.isTerminal || !err.isTerminal)
    throw new UsageError("there is no terminal on which somebody could approve: say --auto-approve");
}

/** Asks on the terminal. Only `yes` approves: everything else, an empty line and the end of the input decline. */
export async function approval(
  { options, terminal }: Invocation,
  question: string,
  interruption: AbortSignal,
): Promise<Approval> {
  if (options["autoApprove"] === true) return "approved";
  terminal.err.write(`${question} Only "yes" is a yes: `);
  const line = await terminal.input.line(interruption);
  // Whoever ended the input or interrupted left the cursor behind the question.
  if (line === undefined) terminal.err.write("\n");
  if (interruption.aborted) return "interrupted";
  return line?.trim() === "yes" ? "approved" : "declined";
}
