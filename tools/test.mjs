/**
 * `npm test`: generated files, types, lint, formatting, build, unit and golden tests, and tests on real brokers.
 * Says at the end how many tests passed and failed, what they left behind, and which results of long suites are out of
 * date.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { filesLeftIn, processesLeftIn } from "./left-behind.mjs";
import { findNatsServer } from "./nats-server.mjs";
import { printSteps, runSteps } from "./run-steps.mjs";
import { staleSuites } from "./suites.mjs";

const node = process.execPath;
const bin = (name) => join("node_modules", ".bin", name);
const folder = mkdtempSync(join(tmpdir(), "meshc-test-"));
/** Where tests keep what is temporary; short, since names of sockets may not be long. */
const temporary = join(folder, "t");
mkdirSync(temporary);
const report = (name) => join(folder, `${name}.json`);

function vitest(project) {
  return [
    bin("vitest"),
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report(project)}`,
  ];
}

/** Passed, failed and skipped tests of a vitest report; a report that was never written counts as one failure. */
function counts(project) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(
      readFileSync(report(project), "utf8"),
    );
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** Whoever reads a pipeline's log sees its end first. */
const toldLines = 25;

/** What failed in a project, with the first lines of why, and with the last where a server's log follows. */
function failuresOf(project) {
  try {
    const { testResults } = JSON.parse(readFileSync(report(project), "utf8"));
    return testResults.flatMap(({ name, message, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === "failed");
      const told = failed.map(({ fullName, failureMessages }) =>
        failure(fullName, failureMessages.join("\n")),
      );
      return failed.length > 0 || message === "" ? told : [failure(name, message)];
    });
  } catch {
    return [];
  }
}

function failure(what, why) {
  const lines = stripVTControlCharacters(why).split("\n");
  const shown =
    lines.length > 2 * toldLines ? [...lines.slice(0, toldLines), "…", ...lines.slice(-toldLines)] : lines;
  return `FAILED ${what}\n${shown.map((line) => `  ${line}`).join("\n")}`;
}

const server = await findNatsServer();
const steps = await runSteps(
  [
    { name: "build", command: [node, "tools/build.mjs"], essential: true },
    { name: "types", command: [bin("tsc"), "--noEmit", "-p", "."] },
    { name: "lint", command: [bin("oxlint"), "--deny-warnings"] },
    { name: "unit, golden", command: vitest("unit") },
    [
      { name: "live", command: vitest("live") },
      { name: "formatting", command: [bin("prettier"), "--check", "--log-level", "warn", "."] },
    ],
  ],
  { env: { ...process.env, MESHC_NATS_SERVER: server, TMPDIR: temporary, LIVE_LANES: "2" } },
);
printSteps(steps);

const totals = { passed: 0, failed: 0, skipped: 0 };
for (const project of ["unit", "live"]) {
  for (const [key, count] of Object.entries(counts(project))) totals[key] += count;
  for (const one of failuresOf(project)) console.log(one);
}
for (const step of steps.filter(({ name }) => !name.startsWith("unit") && name !== "live"))
  totals[step.ok ? "passed" : "failed"] += 1;
const left = [
  ...filesLeftIn(temporary).map((name) => `file or folder ${name}`),
  ...processesLeftIn(temporary).map(({ pid, command }) => `process ${pid}: ${command}`),
];
for (const one of left) console.log(`FAILED something is left behind: ${one}`);
// They were started by the tests and would run for ever.
for (const { pid } of processesLeftIn(temporary)) process.kill(pid, "SIGKILL");
totals[left.length === 0 ? "passed" : "failed"] += 1;
rmSync(folder, { recursive: true, force: true });

for (const { name, why } of staleSuites())
  console.log(`long suite "${name}": ${why}; npm run test:full ${name}`);
if (totals.skipped > 0) console.log(`${totals.skipped} skipped`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
const skippedInPipeline = process.env.CI !== undefined && totals.skipped > 0;
process.exitCode = steps.every(({ ok }) => ok) && totals.failed === 0 && !skippedInPipeline ? 0 : 1;
