import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { allCodes } from "../../cli/all-codes.ts";
import { errorFixtures } from "../harness/error-fixtures.ts";
import { shownElsewhere } from "./shown-elsewhere.ts";
import { sourceFiles } from "./source-files.ts";

const codes = allCodes.map(({ code }) => code);
const marked = new Set(errorFixtures().flatMap(({ marks }) => marks.map(({ code }) => code)));

test("every code that is declared is registered", () => {
  const declared = sourceFiles(["compiler", "targets", "deploy", "cli"]).flatMap(({ text }) =>
    [...text.matchAll(/\bcode: "(MESH[^"]*)"/g)].map((match) => match[1] ?? ""),
  );
  expect([...declared].toSorted()).toEqual([...codes].toSorted());
});

test("codes are unique and well-formed", () => {
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  expect(codes.filter((code) => !/^MESH\d{4}$/.test(code))).toEqual([]);
});

test.each(codes)("%s has a page that says what it means, what fails and what works", (code) => {
  const file = `docs/diagnostics/${code}.md`;
  expect(existsSync(file), `${file} is missing`).toBe(true);
  const page = readFileSync(file, "utf8");
  const [heading = "", meaning = ""] = page.split("\n\n");
  expect(heading).toMatch(new RegExp(`^# ${code}: \\S`));
  expect(meaning.length).toBeGreaterThan(40);
  expect(page.match(/^What fails:/gm)).toHaveLength(1);
  expect(page.match(/^What works:/gm)).toHaveLength(1);
  expect(page.indexOf("What fails:")).toBeLessThan(page.indexOf("What works:"));
});

test.each(codes)("%s is shown by a fixture, or by a test that is named", (code) => {
  const elsewhere = shownElsewhere[code];
  if (marked.has(code)) {
    expect(elsewhere, "a fixture shows it, so the list need not").toBeUndefined();
    return;
  }
  expect(elsewhere, `no file under test/errors is marked with ${code}`).toBeDefined();
  expect(readFileSync(elsewhere ?? "", "utf8")).toContain(code);
});

test("the list of codes that are shown elsewhere names existing codes only", () => {
  expect(Object.keys(shownElsewhere).filter((code) => !codes.includes(code))).toEqual([]);
});

test("every page belongs to a code", () => {
  const pages = readdirSync("docs/diagnostics").map((file) => file.replace(/\.md$/, ""));
  expect(pages.filter((page) => page !== "README" && !codes.includes(page))).toEqual([]);
});
