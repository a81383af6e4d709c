import { expect, test } from "vitest";
import {
  mosquittoText,
  mosquittoUser,
  mosquittoWord,
  mqttFilter,
  refusesMosquittoText,
  refusesMosquittoUser,
  refusesMosquittoWord,
  refusesMqttLevel,
} from "../../targets/kit/mosquitto-value.ts";

test.each([
  "a",
  "a b",
  'a"b',
  "a\\b",
  "a#b",
  "#a",
  "$HOME",
  "%c",
  "größe",
  "日本",
  "\u{1f600}",
  "a".repeat(65_535),
])("a line can carry %j", (text) => {
  expect(refusesMosquittoText(text)).toBeUndefined();
  expect(mosquittoText(text)).toBe(text);
});

test.each([
  ["", "is empty"],
  ["a\nb", "control character"],
  ["a\rb", "control character"],
  ["a\u0000b", "control character"],
  ["a\tb", "control character"],
  ["a\u0085b", "control character"],
  [" a", "begins or ends with a blank"],
  ["a ", "begins or ends with a blank"],
  ["a\ufffeb", "no character"],
  ["a\ud800", "no character"],
  ["a".repeat(65_536), "longer than 65535 bytes"],
  ["ß".repeat(32_768), "longer than 65535 bytes"],
])("a line cannot carry %j", (text, why) => {
  expect(refusesMosquittoText(text)).toContain(why);
  expect(() => mosquittoText(text)).toThrow(why);
});

test.each([
  ["a b", "blank"],
  ["#a", "comment"],
  ['""', "empty word"],
])("a word cannot be %j, a line can carry it", (text, why) => {
  expect(refusesMosquittoWord(text)).toContain(why);
  expect(() => mosquittoWord(text)).toThrow(why);
  expect(refusesMosquittoText(text)).toBeUndefined();
});

test.each(["a:b", "#a", "a+b", "", " a"])("a user cannot be called %j", (name) => {
  expect(refusesMosquittoUser(name)).toBeDefined();
  expect(() => mosquittoUser(name)).toThrow("meshc broke its own rule");
});

test.each(["application.billing", "link.plant-oslo.uplink", "a b", "größe"])(
  "a user can be called %j",
  (name) => {
    expect(mosquittoUser(name)).toBe(name);
  },
);

test.each([
  [["orders"], "orders"],
  [["orders", "eu", "created"], "orders/eu/created"],
  [["orders", "*", "created"], "orders/+/created"],
  [["orders", ">"], "orders/+/#"],
  [["*", ">"], "+/+/#"],
  [[">"], "+/#"],
])("the pattern %j is the filter %j", (pattern, filter) => {
  expect(mqttFilter(pattern)).toBe(filter);
});

test.each([
  [["a", "b+"]],
  [["#"]],
  [["a b"]],
  [["$SYS", "a"]],
  [["a/b"]],
  [[]],
  [["", "a"]],
  [["a", ">", "b"]],
])("the pattern %j has no filter", (pattern) => {
  expect(() => mqttFilter(pattern)).toThrow("meshc broke its own rule");
});

test("topics that begin with $ are the broker's, a later level may begin so", () => {
  expect(refusesMqttLevel("$SYS", true)).toContain("belong to the broker");
  expect(refusesMqttLevel("$SYS", false)).toBeUndefined();
});
