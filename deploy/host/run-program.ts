import { spawn } from "node:child_process";
import type { ProgramOutput, RunOptions } from "./host.ts";

const mostBytes = 4 * 2 ** 20;

/**
 * Runs a program to its end, in a session of its own: whatever it started is ended with it where it takes too long,
 * and nothing can ask at the terminal. Rejects where it cannot be started.
 */
export function runProgram(
  program: string,
  args: readonly string[],
  { milliseconds, environment, folder }: RunOptions,
): Promise<ProgramOutput> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...environment },
      ...(folder !== undefined && { cwd: folder }),
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let endedBy: ProgramOutput["endedBy"];
    const end = (why: "time" | "size"): void => {
      endedBy ??= why;
      endSession(child.pid);
      // What left the session would hold the pipes open.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const timer = setTimeout(() => end("time"), milliseconds);
    const output = collect(child.stdout, () => end("size"));
    const errors = collect(child.stderr, () => end("size"));
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      const how = endedBy ?? (code === null ? ("signal" as const) : undefined);
      const printed = { output: output(), errors: errors() };
      resolve({ ...(how ? { endedBy: how } : { code: code ?? 0 }), ...printed });
    });
  });
}

function endSession(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // It ended meanwhile.
  }
}

/** Gathers what a stream says, until it is more than anybody wants. */
function collect(stream: NodeJS.ReadableStream, tooMuch: () => void): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on("data", (chunk: Buffer) => {
    size += chunk.byteLength;
    if (size > mostBytes) tooMuch();
    else chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString("utf8");
}
