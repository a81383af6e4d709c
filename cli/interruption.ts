import { exitCode } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Turns the signals that end a process into an `AbortSignal`, from the first time that a command asks for it. */
export function createInterruption(): Pick<Terminal, "interruption" | "interrupted"> {
  let controller: AbortController | undefined;
  return {
    interruption: () => (controller ??= listen()).signal,
    interrupted: () => controller?.signal.aborted ?? false,
  };
}

function listen(): AbortController {
  const controller = new AbortController();
  for (const signal of signals) {
    process.on(signal, () => {
      // A second signal means that the user does not want to wait for the work to end in order.
      if (controller.signal.aborted) process.exit(exitCode.interrupted);
      controller.abort();
    });
  }
  return controller;
}
