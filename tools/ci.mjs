/**
 * What `.ci/run` runs: `npm test`, then one long suite of under ten minutes, chosen by the commit. Ends with one line
 * `N passed, N failed` for both together, and ends by itself before forty minutes are over.
 */
import { execFileSync, spawn } from "node:child_process";
import { suites } from "./suites.mjs";

const mostMinutes = 38;
let running;

const deadline = setTimeout(
  () => {
    console.log(`stopped after ${mostMinutes} minutes`);
    console.log("0 passed, 1 failed");
    // The child leads a process group, so that this ends the brokers that its tests started too.
    if (running) process.kill(-running.pid, "SIGKILL");
    process.exit(1);
  },
  mostMinutes * 60 * 1000,
);

/** Runs a program, shows its output without the closing line, and returns the counts of that line. */
async function counted(program, args) {
  const totals = { passed: 0, failed: 0 };
  running = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"], detached: true });
  const ended = new Promise((resolve) => running.once("close", (code) => resolve(code ?? 1)));
  let rest = "";
  const take = (line) => {
    const closing =
      /^(\d+) passed, (\d+) failed$/.exec(line) ?? /^\{"passed":(\d+),"failed":(\d+)[,}]/.exec(line);
    if (!closing) return console.log(line);
    totals.passed += Number(closing[1]);
    totals.failed += Number(closing[2]);
  };
  for await (const chunk of running.stdout.setEncoding("utf8")) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(take);
  }
  if (rest !== "") take(rest);
  if ((await ended) !== 0 && totals.failed === 0) totals.failed = 1;
  return totals;
}

function suiteOfThisCommit() {
  const short = suites().filter(({ minutes }) => minutes < 10);
  const commit = execFileSync("git", ["rev-parse", "--short=8", "HEAD"], { encoding: "utf8" });
  return short[Number.parseInt(commit, 16) % short.length];
}

const tests = await counted("npm", ["test", "--silent"]);
const suite = suiteOfThisCommit();
const long = suite
  ? await counted(process.execPath, ["tools/test-full.mjs", suite.name])
  : { passed: 0, failed: 0 };
clearTimeout(deadline);
const failed = tests.failed + long.failed;
console.log(`${tests.passed + long.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
