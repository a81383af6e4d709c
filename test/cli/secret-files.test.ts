import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { bundledProgram } from "../deploy/program.ts";

let program: Awaited<ReturnType<typeof bundledProgram>>;
beforeAll(async () => {
  program = await bundledProgram(new URL("killed-writer.ts", import.meta.url));
});
afterAll(() => program.remove());

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "meshc-secret-files-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const [before, after] = ["UAAAAAAA1", "UBBBBBBB2"];

/** The key that the context in a folder logs in with, where all that it names is there and fits. */
function keyIn(path: string): string {
  const context = JSON.parse(readFileSync(join(path, "till.json"), "utf8")) as { nkey: string; ca: string };
  const key = readFileSync(context.nkey, "utf8").trim().slice(1);
  expect(readFileSync(context.ca, "utf8")).toBe(`certificate beside ${key}\n`);
  return key;
}

test("a writing of several files that is killed at any step leaves the old ones or the new, and nobody else can read any", async () => {
  const path = folder();
  const steps = Number((await program.run([path, before, "0"])).output);
  expect(steps).toBeGreaterThan(9);
  for (let step = 1; step <= steps; step++) {
    for (const name of readdirSync(path)) rmSync(join(path, name));
    await program.run([path, before, "0"]);
    expect((await program.run([path, after, String(step)])).signal, `step ${step}`).toBe("SIGKILL");
    expect([before, after], `step ${step}`).toContain(keyIn(path));
    for (const name of readdirSync(path))
      expect(statSync(join(path, name)).mode & 0o777, `${name} at step ${step}`).toBe(0o600);
    expect((await program.run([path, after, "0"])).code).toBe(0);
    expect(keyIn(path)).toBe(after);
    const names = readdirSync(path).filter((name) => !name.endsWith(".part"));
    expect(names, `after step ${step}`).toHaveLength(3);
  }
});

test("files of others beside are left alone", async () => {
  const path = folder();
  writeFileSync(join(path, "till.json.notes"), "mine");
  writeFileSync(join(path, "other.json.UAAAAAAA.nk"), "mine");
  await program.run([path, before, "0"]);
  await program.run([path, after, "0"]);
  expect(readdirSync(path).toSorted()).toEqual([
    "other.json.UAAAAAAA.nk",
    "till.json",
    expect.stringMatching(/^till\.json\.[0-9a-f]{8}\.ca\.pem$/),
    "till.json.UBBBBBBB.nk",
    "till.json.notes",
  ]);
});
