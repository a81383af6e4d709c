/** Runs the steps of a check one after another and says at the end how each went. */
import { spawn } from "node:child_process";
import { performance } from "node:perf_hooks";

/**
 * Runs steps in order, several at once where they stand in an array. A failed step does not stop the next, so that one
 * run shows all that is wrong, unless it is `essential`: without it the rest would only repeat its failure.
 */
export async function runSteps(steps, options = {}) {
  const results = [];
  for (const atOnce of steps.map((step) => [step].flat())) {
    console.log(`\n── ${atOnce.map(({ name }) => name).join(", beside it ")} ──`);
    const ended = await Promise.all(atOnce.map((step) => runStep(step, options)));
    results.push(...ended);
    if (atOnce.some(({ essential }, at) => essential && !ended[at].ok)) break;
  }
  return results;
}

async function runStep({ name, command }, options) {
  const started = performance.now();
  const code = await run(command, options);
  return { name, ok: code === 0, seconds: (performance.now() - started) / 1000 };
}

/** Runs a program with this process's output; resolves to its exit code. */
export function run([program, ...args], options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: "inherit", ...options });
    child.once("error", (error) => {
      console.error(`${program}: ${error.message}`);
      resolve(127);
    });
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/** A table of steps with their times. */
export function printSteps(results) {
  console.log("");
  for (const { name, ok, seconds } of results) {
    console.log(`${ok ? "ok    " : "FAILED"} ${name.padEnd(14)} ${seconds.toFixed(1)} s`);
  }
}
