import { expect, test } from "vitest";
import { isWellFormed, natsKey, natsString, natsValue } from "../../targets/kit/nats-value.ts";

test.each([
  ["plain", '"plain"'],
  ["", '""'],
  ['a"b', '"a\\"b"'],
  ["a\\b", '"a\\\\b"'],
  ["a\nb\rc\td", '"a\\x0Ab\\x0Dc\\x09d"'],
  ["\u0000\u001b\u007f", '"\\x00\\x1B\\x7F"'],
  ["$HOME", '"$HOME"'],
  ["grün 😀\u2028", '"grün 😀\u2028"'],
])("natsString writes %j as %s", (text, written) => {
  expect(natsString(text)).toBe(written);
});

test("natsString stops on a lone surrogate, which has no bytes", () => {
  expect(() => natsString("a\ud800")).toThrow("not well-formed");
  expect(isWellFormed("a\ud800")).toBe(false);
  expect(isWellFormed("😀")).toBe(true);
});

test.each([
  [12, "12"],
  [true, "true"],
  [["a", 1, false], '["a", 1, false]'],
  [{}, "{}"],
  [[], "[]"],
  [{ allow: ["a.>"], size: { max: 3 } }, '{ allow: ["a.>"], size: { max: 3 } }'],
] as const)("natsValue writes %j as %s", (value, written) => {
  expect(natsValue(value)).toBe(written);
});

test.each([[null], [1.5], [Number.NaN], [2 ** 60], [{ "a b": 1 }]])("natsValue stops on %j", (value) => {
  expect(() => natsValue(value)).toThrow("meshc broke its own rule");
});

test.each(["a b", "", "1a", 'a"', "a{", "a:b", "größe"])("%j cannot be a key", (key) => {
  expect(() => natsKey(key)).toThrow("cannot be a key");
});
