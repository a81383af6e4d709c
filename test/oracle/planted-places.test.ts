import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bugs } from "./planted-bugs/bugs.mjs";

test.each(bugs)("there is one place where $about: $name can be planted", ({ file, find, replace }) => {
  const places = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8").split(find).length - 1;
  expect(places).toBe(1);
  expect(replace).not.toBe(find);
});
