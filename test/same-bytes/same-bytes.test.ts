import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTree } from "../harness/file-tree.ts";
import { dice, shuffled, shuffledKeys } from "./shuffle.ts";

const examples = ["quickstart", "microservices", "lines-of-business", "order-processing", "iot", "hybrid"];
const program = resolve("dist/meshc.js");
let scratch = "";

beforeAll(() => void (scratch = mkdtempSync(join(tmpdir(), "meshc-bytes-"))));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** What `compile` writes and `graph` prints for a manifest, by a process of its own. */
function bytesOf(
  manifest: string,
  environment: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const output = mkdtempSync(join(scratch, "out-"));
  const env = { PATH: process.env["PATH"] ?? "", ...environment };
  const compiled = spawnSync(process.execPath, [program, "compile", manifest, "-o", output], {
    env,
    encoding: "utf8",
  });
  expect([compiled.status, compiled.stderr]).toEqual([0, ""]);
  const picture = spawnSync(process.execPath, [program, "graph", manifest, "--format", "json"], {
    env,
    encoding: "utf8",
  });
  return { ...Object.fromEntries(readTree(output)), graph: picture.stdout };
}

/** Writes files in the given order into a folder of that name. */
function folderOf(name: string, files: readonly (readonly [string, string])[]): string {
  const folder = join(scratch, name);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function manifestOf(example: string): readonly (readonly [string, string])[] {
  return [...readTree(join("examples", example))].filter(([path]) => path.endsWith(".yaml"));
}

test.each(examples)("%s compiled twice gives the same bytes", (example) => {
  const folder = join("examples", example);
  expect(bytesOf(folder)).toEqual(bytesOf(folder));
});

test.each(examples)("%s gives the same bytes in another folder, locale and time zone", (example) => {
  const here = bytesOf(join("examples", example));
  const there = folderOf(`größe/${example}`, manifestOf(example));
  for (const environment of [
    { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "Asia/Kathmandu" },
    { LANG: "sv_SE.UTF-8", LC_ALL: "sv_SE.UTF-8", TZ: "America/St_Johns" },
    { LANG: "C", TZ: "UTC", HOME: "/nonexistent", USER: "nobody" },
  ]) {
    expect(bytesOf(there, environment)).toEqual(here);
  }
});

test.each(examples)("%s gives the same bytes with keys, includes and files in another order", (example) => {
  const here = bytesOf(join("examples", example));
  for (const seed of [1, 2, 3]) {
    const files = shuffled(manifestOf(example), dice(seed)).map(
      ([path, text]) => [path, shuffledKeys(text, seed)] as const,
    );
    expect(bytesOf(folderOf(`${example}-${seed}`, files))).toEqual(here);
  }
});

test("the shuffle changes what is written", () => {
  const [, text = ""] = manifestOf("microservices")[0] ?? [];
  expect(shuffledKeys(text, 1)).not.toBe(shuffledKeys(text, 2));
});

test("the day changes diagnostics only", () => {
  const faked = (day: string): unknown => {
    const output = mkdtempSync(join(scratch, "out-"));
    const args = [program, "compile", "examples/lines-of-business", "-o", output, "--today", day];
    expect(spawnSync(process.execPath, args).status).toBe(0);
    return Object.fromEntries(readTree(output));
  };
  expect(faked("2020-02-29")).toEqual(faked("2040-12-31"));
});
