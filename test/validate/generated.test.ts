import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Files that are made from the schemas, the list of what is not built and measurements, and committed. */
const generators: readonly (readonly [string, string])[] = [
  ["the types of a manifest", "generate-manifest-types"],
  ["the reference pages", "generate-reference"],
  ["the list of what is refused", "generate-built"],
  ["the tables of disturbed runs", "generate-disturbed"],
  ["the tables of effects", "generate-effects"],
];

test.each(generators)("%s are current", (_, name) => {
  const tool = fileURLToPath(new URL(`../../tools/${name}.mjs`, import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [tool, "--check"], { encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
});

test("the reference pages print every value as it is written", () => {
  const folder = fileURLToPath(new URL("../../docs/reference/", import.meta.url));
  const pages = readdirSync(folder).map((name) => readFileSync(folder + name, "utf8"));
  expect(pages.filter((page) => page.includes("[object"))).toEqual([]);
  expect(pages.join("")).toContain('default `{ age: "7d" }`');
});
