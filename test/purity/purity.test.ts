import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SystemCalls } from "./system-calls.ts";
import { canWatch, watched } from "./system-calls.ts";

const program = resolve("dist");
const meshc = join(program, "meshc.js");
// In a pipeline a missing strace is a failure, not a reason to say nothing.
const watching = test.skipIf(!canWatch() && process.env["CI"] === undefined);

let folder = "";
let ownReads: ReadonlySet<string> = new Set();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "meshc-purity-"));
  cpSync("examples/lines-of-business", join(folder, "mesh"), { recursive: true });
  // What node reads for itself: its libraries, and the time zone as soon as a program asks for the day.
  const empty = "process.stdout.write(new Date().toISOString())";
  if (canWatch()) ownReads = new Set(watched(["-e", empty], folder).read);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * What the C library and node ask about the processors when they start threads, and the program that runs itself: both
 * are read at times of their own.
 */
const runtime = ["/sys/devices/system/cpu", process.execPath];

function below(paths: readonly string[], ...folders: readonly string[]): readonly string[] {
  return paths.filter((path) => !folders.some((each) => path === each || path.startsWith(`${each}/`)));
}

function expectPure(calls: SystemCalls): void {
  expect(calls.started).toEqual([process.execPath]);
  expect(calls.network).toEqual([]);
}

watching("the watcher sees connections, processes, reads and writes", () => {
  const script = `
    require("node:net").connect(1, "127.0.0.1").on("error", () => {});
    require("node:child_process").spawnSync("true");
    require("node:fs").readFileSync("/etc/hostname");
    require("node:fs").writeFileSync("${folder}/stray", "");`;
  const calls = watched(["-e", script], folder);
  expect(calls.network.length).toBeGreaterThan(0);
  expect(calls.started.length).toBeGreaterThan(1);
  expect(calls.read).toContain("/etc/hostname");
  expect(calls.written).toContain(join(folder, "stray"));
});

watching(
  "validate connects to nothing, starts nothing, reads the manifest's folder and writes nothing",
  () => {
    const calls = watched([meshc, "validate", "mesh"], folder);
    expect(calls.exitCode).toBe(0);
    expectPure(calls);
    const reads = calls.read.filter((path) => !ownReads.has(path));
    expect(below(reads, join(folder, "mesh"), program, ...runtime)).toEqual([]);
    expect(below(calls.written, "/dev/null", "/dev/tty")).toEqual([]);
  },
);

watching("compile connects to nothing, starts nothing, and writes nothing but the output", () => {
  for (const _ of ["anew", "unchanged"]) {
    const calls = watched([meshc, "compile", "mesh", "-o", "out"], folder);
    expect(calls.exitCode).toBe(0);
    expectPure(calls);
    const reads = calls.read.filter((path) => !ownReads.has(path));
    expect(below(reads, join(folder, "mesh"), join(folder, "out"), program, ...runtime)).toEqual([]);
    expect(below(calls.written, join(folder, "out"), "/dev/null", "/dev/tty")).toEqual([]);
  }
});

watching("a manifest with errors is refused as purely", () => {
  const calls = watched(
    [
      meshc,
      "compile",
      "mesh",
      "-o",
      "none",
      "--overlay",
      "mesh/domains/products.yaml",
      "--overlay",
      "no.yaml",
    ],
    folder,
  );
  expect(calls.exitCode).toBe(1);
  expectPure(calls);
  expect(below(calls.written, "/dev/null", "/dev/tty")).toEqual([]);
});
