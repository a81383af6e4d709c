import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { filesLeftIn, processesLeftIn } from "../../tools/left-behind.mjs";

test("files and processes that tests leave behind are found, and those of others are not", async () => {
  const folder = mkdtempSync(join(tmpdir(), "meshc-left-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  expect([filesLeftIn(folder), processesLeftIn(folder)]).toEqual([[], []]);
  mkdirSync(join(folder, "below"));
  writeFileSync(join(folder, "file"), "");
  const works = spawn("sleep", ["60"], { cwd: join(folder, "below") });
  const names = spawn("tail", ["-f", join(folder, "file")], { cwd: "/" });
  const other = spawn("sleep", ["61"], { cwd: "/" });
  const all = [works, names, other];
  await Promise.all(all.map((child) => once(child, "spawn")));
  expect(filesLeftIn(folder)).toEqual(["below", "file"]);
  expect(new Set(processesLeftIn(folder).map(({ pid }) => pid))).toEqual(new Set([works.pid, names.pid]));
  for (const child of all) child.kill("SIGKILL");
  await Promise.all(all.map((child) => once(child, "close")));
  expect(processesLeftIn(folder)).toEqual([]);
});
