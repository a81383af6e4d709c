import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Files that are made from the schemas and committed. */
const generators: readonly (readonly [string, string])[] = [
  ["the types of a manifest", "generate-manifest-types"],
  ["the reference pages", "generate-reference"],
];

test.each(generators)("%s are what the schemas say", (_, name) => {
  const tool = fileURLToPath(new URL(`../../tools/${name}.mjs`, import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [tool, "--check"], { encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
});
