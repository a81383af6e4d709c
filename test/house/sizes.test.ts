import { expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

const files = sourceFiles(["compiler", "targets", "deploy", "cli", "test"]);
const ours = files.filter(({ path }) => !path.startsWith("test/"));

function lines(text: string): number {
  return text.split("\n").length - 1;
}

test("no file is longer than 400 lines, and half of them are no longer than 150", () => {
  expect(files.filter(({ text }) => lines(text) > 400).map(({ path }) => path)).toEqual([]);
  const sizes = ours.map(({ text }) => lines(text)).toSorted((a, b) => a - b);
  expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(150);
});

test("nothing is exported by default", () => {
  const found = files.filter(({ text }) => /^export default\b|\bas default\b/m.test(text));
  expect(found.map(({ path }) => path)).toEqual([]);
});

test("file names are in kebab case", () => {
  const names = files.map(({ path }) => path.split("/").at(-1) ?? "");
  expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.ts$/.test(name))).toEqual([]);
});

test("every function and value that is exported says what it is", () => {
  const missing = ours.flatMap(({ path, text }) =>
    [...text.matchAll(/(^|\n)(?<before>[^\n]*)\nexport (?:async )?(?:const|function\*?|class) (?<name>\w+)/g)]
      .filter(({ groups }) => !/(\*\/|^\s*\/\*\*.*)$/.test(groups?.["before"] ?? ""))
      .map(({ groups }) => `${path}: ${groups?.["name"] ?? ""}`),
  );
  expect(missing).toEqual([]);
});
