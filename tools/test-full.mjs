/**
 * `npm run test:full [NAME…]`: runs the named long suites, or all of them, and records each result beside the suites.
 * The counts are those of vitest's summary; a line `{"passed":…,"failed":…}` says them for other programs, and any
 * line of JSON adds what else a suite counted.
 */
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { generate } from "./generate.mjs";
import { findNatsServer } from "./nats-server.mjs";
import { hashOf, resultFile, suites } from "./suites.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs a suite and records its result; resolves to it. */
export async function runSuite(suite) {
  console.log(`── ${suite.name} (about ${suite.minutes} min): ${suite.why}`);
  // What changes while it runs may be untried: the result is of what there was before.
  const hash = hashOf(suite);
  const started = performance.now();
  const { code, output } = await execute(suite.command);
  const counts = countsOf(output);
  const ok = code === 0 && counts !== undefined && counts.failed === 0;
  const result = {
    ok,
    hash,
    date: new Date().toISOString().slice(0, 10),
    seconds: Math.round((performance.now() - started) / 1000),
    node: process.version,
    counts: counts ?? {},
  };
  mkdirSync(dirname(resultFile(suite.name)), { recursive: true });
  writeFileSync(resultFile(suite.name), `${JSON.stringify(result, null, 2)}\n`);
  if (suite.after && counts) await execute(suite.after);
  return result;
}

async function execute(command) {
  const env = { ...process.env, MESHC_NATS_SERVER: await findNatsServer(), NO_COLOR: "1" };
  const child = spawn("sh", ["-c", command], { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk) => {
    process.stdout.write(chunk);
    output = (output + chunk).slice(-100_000);
  });
  const code = await new Promise((resolve) => child.once("close", (status) => resolve(status ?? 1)));
  return { code, output };
}

/** What a suite says that it counted; `undefined` where it says nothing of tests that passed. */
function countsOf(output) {
  const counts = {};
  const summary = /^\s*Tests\s+(?:(\d+) failed \| )?(?:(\d+) passed)?(?: \| (\d+) skipped)?/m.exec(output);
  if (summary) Object.assign(counts, { passed: Number(summary[2] ?? 0), failed: Number(summary[1] ?? 0) });
  for (const line of output.split("\n").filter((text) => text.startsWith('{"'))) {
    try {
      Object.assign(counts, JSON.parse(line));
    } catch {
      // A line that only looks like JSON counts nothing.
    }
  }
  return counts.passed > 0 ? counts : undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !suites().some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(
      `no suite ${unknown.join(", ")}; there are ${suites()
        .map(({ name }) => name)
        .join(", ")}`,
    );
    process.exit(64);
  }
  // What is generated is part of what results depend on.
  await generate();
  const chosen = suites().filter(({ name }) => names.length === 0 || names.includes(name));
  let passed = 0;
  let failed = 0;
  for (const suite of chosen) {
    const { ok, seconds, counts } = await runSuite(suite);
    console.log(`${ok ? "ok    " : "FAILED"} ${suite.name} ${seconds} s`);
    passed += counts.passed ?? 0;
    failed += Math.max(counts.failed ?? 0, ok ? 0 : 1);
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
