import { expect, test } from "vitest";
import { parseTreePath, textAt } from "../../deploy/references/tree-path.ts";

test.each<[string, readonly (string | number)[] | undefined]>([
  ["password", ["password"]],
  ["database.password", ["database", "password"]],
  ['["tls.key"]', ["tls.key"]],
  ["['tls.key']", ["tls.key"]],
  ['stringData["tls.key"]', ["stringData", "tls.key"]],
  ["users[1].password", ["users", 1, "password"]],
  ["users[0][1]", ["users", 0, 1]],
  ["a-b_c/d", ["a-b_c/d"]],
  ["", undefined],
  ["a..b", undefined],
  [".a", undefined],
  ["a.", undefined],
  ["a[", undefined],
  ["a[b]", undefined],
  ['a["b]', undefined],
])("reads the key %s", (text, steps) => {
  expect(parseTreePath(text)).toEqual(steps);
});

const tree = {
  user: "sales",
  deep: { list: ["one", { "dotted.key": "two" }] },
  count: 17,
  flag: true,
  large: 2 ** 60,
  nothing: null,
};

test.each([
  ["user", "sales"],
  ['deep.list[1]["dotted.key"]', "two"],
  ["count", "17"],
  ["flag", "true"],
])("finds what stands at %s", (key, value) => {
  expect(textAt(tree, key, "secrets.yaml")).toEqual({ value });
});

test.each([
  ["absent", 'secrets.yaml has no key "absent"'],
  ["nothing", 'secrets.yaml has no key "nothing"'],
  ["deep.list[7]", 'secrets.yaml has no key "deep.list[7]"'],
  ["user.length", 'secrets.yaml has no key "user.length"'],
  ["deep.constructor", 'secrets.yaml has no key "deep.constructor"'],
  ["deep.list.length", 'secrets.yaml has no key "deep.list.length"'],
  ["deep", 'what secrets.yaml holds at "deep" is no text'],
  ["large", 'what secrets.yaml holds at "large" is no text'],
  ["deep[list]", '"deep[list]" is no key'],
])("says why %s leads to no text", (key, why) => {
  expect(textAt(tree, key, "secrets.yaml")).toMatchObject({ why });
});

test("says how a key with a dot is written where one is not found", () => {
  expect(textAt({ "tls.key": "x" }, "tls.key", "f")).toMatchObject({
    fix: expect.stringContaining('#["tls.key"]'),
  });
});
