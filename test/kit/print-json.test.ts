import { load } from "js-yaml";
import { expect, test } from "vitest";
import { printJson } from "../../targets/kit/print-json.ts";

test("the same data in another order gives the same bytes", () => {
  const text = printJson({ b: [{ y: 1, x: 2 }], a: null, B: "" });
  expect(text).toBe(printJson({ B: "", a: null, b: [{ x: 2, y: 1 }] }));
  expect(text.endsWith("\n")).toBe(true);
  expect([...text.matchAll(/"(\w)":/g)].map((match) => match[1])).toEqual(["B", "a", "b", "x", "y"]);
});

test.each(["no", "1_000", "\u0085\u2028\u2029\ufeff\u007f\u009b", '"\\\n', "😀", "__proto__"])(
  "%j comes back the same from JSON and from YAML",
  (text) => {
    const printed = printJson({ value: text });
    expect(JSON.parse(printed)).toEqual({ value: text });
    expect(load(printed)).toEqual({ value: text });
  },
);

test("a key __proto__ stays a key", () => {
  const value = JSON.parse('{ "__proto__": { "admin": true } }') as Record<string, string>;
  expect(printJson(value)).toBe('{\n  "__proto__": {\n    "admin": true\n  }\n}\n');
});
