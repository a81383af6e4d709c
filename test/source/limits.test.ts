import { expect, test } from "vitest";
import { parse, reported } from "./parse-text.ts";

/** Runs and gives the milliseconds that it took. */
function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** Maps within each other, one a line. */
function blocks(levels: number): string {
  const lines = Array.from({ length: levels }, (_, level) => `${" ".repeat(level)}a:\n`);
  return `${lines.join("")}${" ".repeat(levels)}x\n`;
}

function map(count: number): string {
  return Array.from({ length: count }, (_, index) => `k${index}: 1\n`).join("");
}

test("a hundred levels are read, one more is an error where it begins", () => {
  expect(reported(`${"[".repeat(100)}${"]".repeat(100)}`)).toEqual([]);
  expect(reported(`${"[".repeat(101)}${"]".repeat(101)}`)).toEqual(['1:101 MESH1010 "["']);
  expect(reported(blocks(100))).toEqual([]);
  expect(reported(blocks(101))).toMatchObject([expect.stringContaining("101:101 MESH1010")]);
});

test("levels behind aliases count", () => {
  const lines = Array.from({ length: 200 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}]`);
  expect(reported(["a0: &a0 x", ...lines].join("\n"))).toEqual(['101:14 MESH1010 "*a99"']);
});

test("aliases may stand for ten thousand values, and not for one more", () => {
  const list = `[${Array.from({ length: 99 }, () => "1").join(",")}]`;
  const text = (aliases: number) =>
    `a: &x ${list}\nb: [${Array.from({ length: aliases }, () => "*x").join(",")}]\n`;
  expect(reported(text(100))).toEqual([]);
  expect(reported(text(101))).toEqual(['2:305 MESH1011 "*x"']);
});

test("billion laughs end at the limit, at once", () => {
  const lines = Array.from({ length: 9 }, (_, index) => {
    const aliases = Array.from({ length: 9 }, () => `*a${index}`).join(",");
    return `a${index + 1}: &a${index + 1} [${aliases}]`;
  });
  const text = ["a0: &a0 lol", ...lines].join("\n");
  expect(timed(() => expect(reported(text)).toEqual(['6:10 MESH1011 "*a4"']))).toBeLessThan(1_000);
});

test("a map and a list end at two hundred thousand entries", () => {
  expect(reported(map(200_000))).toEqual([]);
  expect(reported(map(200_002))).toEqual(['200001:1 MESH1009 "k200000"']);
  expect(reported("- 1\n".repeat(200_002))).toEqual(['200001:3 MESH1009 "1"']);
});

test("at most a hundred errors of a file are reported", () => {
  expect(parse(Array.from({ length: 5_000 }, () => "- !x 1").join("\n")).diagnostics).toHaveLength(100);
  expect(parse("\0".repeat(5_000)).diagnostics).toHaveLength(100);
});

test("a text of more values than memory is for is refused before it is parsed", () => {
  const text = "- \n".repeat(8_000_001);
  expect(timed(() => expect(reported(text)).toEqual(['1:1 MESH1012 "-"']))).toBeLessThan(5_000);
});

const size = 200_000;

test.each([
  ["open brackets", "[".repeat(size)],
  ["open braces", "{".repeat(size)],
  ["dashes", "- ".repeat(size)],
  ["question marks", "? ".repeat(size)],
  ["anchors", `a: ${"&a ".repeat(size)}`],
  ["anchors on lines", `a:\n${" &a\n".repeat(size)}`],
  ["colons", "a:".repeat(size)],
  ["quotes", `a: ${"'".repeat(size)}`],
  ["one long line", `a: ${"x y ".repeat(size)}`],
  ["one text of many lines", `a: x\n${" y\n".repeat(size)}`],
  ["blank lines", `a: x\n${"\n".repeat(size)}b: 1`],
  ["blank lines in a block", `a: |\n${"  \n".repeat(size)}`],
  ["percent signs", "%\n".repeat(size)],
  ["comments", "# x\n".repeat(size)],
  ["document ends", "...\n".repeat(size)],
  ["document starts", "---\n".repeat(size)],
  ["closed lists", `[${"[],".repeat(size / 2)}]`],
  ["pairs in a list", `[${"a: 1,".repeat(size / 2)}]`],
  ["anchored nests", `${"a: &a\n - &b\n  ".repeat(1)}${"&x [".repeat(size)}`],
])("two hundred thousand %s take no more than seconds", (_, text) => {
  expect(timed(() => parse(text))).toBeLessThan(5_000);
});
