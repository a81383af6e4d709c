import { createInterruption } from "./interruption.ts";
import { run } from "./run.ts";
import type { Output } from "./terminal.ts";

// A reader that left (`meshc graph | head`) is no fault of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

function output(stream: NodeJS.WriteStream): Output {
  return { write: (text) => void stream.write(text), isTerminal: stream.isTTY === true };
}

void run(process.argv.slice(2), {
  out: output(process.stdout),
  err: output(process.stderr),
  cwd: process.cwd(),
  environment: process.env,
  ...createInterruption(),
}).then((code) => {
  process.exitCode = code;
});
