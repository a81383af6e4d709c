import { CommanderError } from "commander";
import { commandFirst } from "./command-first.ts";
import { exitCode } from "./exit-code.ts";
import { createProgram } from "./program.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { visible } from "./views/visible.ts";

/** Runs one command line and resolves to its exit code; whatever goes wrong, it neither throws nor prints a stack. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = exitCode.done;
  const program = createProgram(args, terminal, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(commandFirst(args), { from: "user" });
    return code;
  } catch (error) {
    return explainFailure(error, args, terminal);
  }
}

function explainFailure(error: unknown, args: readonly string[], terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.wrongUsage;
  if (terminal.interrupted()) return exitCode.interrupted;
  if (error instanceof UsageError) {
    terminal.err.write(`error: ${visible(error.message)}\n`);
    return exitCode.wrongUsage;
  }
  const message = error instanceof Error ? error.message : String(error);
  terminal.err.write(`internal error, please report it: ${visible(message)}\n`);
  if (args.includes("-v") || args.includes("--verbose")) terminal.err.write(details(error));
  return exitCode.failed;
}

function details(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return `${stack.split("\n").map(visible).join("\n")}\n`;
}
