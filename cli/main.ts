import { exitCode } from "./exit-code.ts";
import { createInterruption } from "./interruption.ts";
import { run } from "./run.ts";
import type { Input, Output } from "./terminal.ts";

let isLost = false;

// A reader that left (`meshc verify | head -1`) is no fault of ours: the work goes on, and its exit code counts.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (isLost || error.code === "EPIPE") return;
  isLost = true;
  process.stderr.write(`error: cannot write the output: ${error.message}\n`);
  process.exitCode = exitCode.failed;
});
process.stderr.on("error", () => undefined);

function output(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.columns;
    },
    get rows() {
      return stream.rows;
    },
  };
}

const input: Input = {
  isTerminal: process.stdin.isTTY === true,
  line: async (stop) => (await import("./read-line.ts")).readLine(process.stdin, stop),
};

void run(process.argv.slice(2), {
  out: output(process.stdout),
  err: output(process.stderr),
  input,
  cwd: process.cwd(),
  environment: process.env,
  ...createInterruption(),
}).then((code) => {
  process.exitCode = isLost && code === exitCode.done ? exitCode.failed : code;
});
