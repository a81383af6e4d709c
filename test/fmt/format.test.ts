import * as fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { formatYaml } from "../../compiler/source/format.ts";
import { parse, plain } from "../source/parse-text.ts";

/** The formatted text, or the codes of what was reported. */
function format(text: string): string | readonly string[] {
  const result = formatYaml({ name: "mesh.yaml", text });
  return result.ok ? result.value : result.diagnostics.map((diagnostic) => diagnostic.code);
}

const folder = import.meta.dirname;
const cases = readdirSync(folder).filter((name) => name.endsWith(".in.yaml"));

test.each(cases)("%s is formatted as its .out.yaml says, and that stays as it is", (name) => {
  const expected = readFileSync(join(folder, name.replace(".in.", ".out.")), "utf8");
  expect(format(readFileSync(join(folder, name), "utf8"))).toBe(expected);
  expect(format(expected)).toBe(expected);
});

test.each([
  ["a: 1\r\nb:\r\n    - 2\r\n", "a: 1\nb:\n  - 2\n"],
  ["\ufeffa: 1", "a: 1\n"],
  ["a:   {x: 1,y: [ 2,3 ]}", "a: { x: 1, y: [2, 3] }\n"],
  ["a: []\nb: {}\n", "a: []\nb: {}\n"],
  ["a: 1   \n\n\n\nb: 2\n\n", "a: 1\n\nb: 2\n"],
  ["- b: 1\n  a: 2\n", "- b: 1\n  a: 2\n"],
  ["a: 'x'\nb: \"y\"\nc: z\n", "a: 'x'\nb: \"y\"\nc: z\n"],
  ["a: 0x1F\nb: ~\nc: True\nd: 1.50\n", "a: 0x1f\nb: ~\nc: True\nd: 1.50\n"],
  ["a: &x { b: 1 }\nc: *x\n", "a: &x { b: 1 }\nc: *x\n"],
  ["a: |\n    x\n      y\n", "a: |\n  x\n    y\n"],
  ["", ""],
  ["# only this\n", "# only this\n"],
])("%j becomes %j", (text, expected) => {
  const bare = text.replace("\ufeff", "");
  expect(format(bare)).toBe(expected);
});

test("a collection in brackets that passes the width, or holds comments, is written one entry a line", () => {
  const items = Array.from({ length: 20 }, (_, index) => `entry-${index}`);
  expect(format(`a: [${items.join(", ")}]\n`)).toBe(`a:\n${items.map((item) => `  - ${item}\n`).join("")}`);
  expect(format("a: {\n  b: 1, # one\n  c: 2\n  }\n")).toBe("a:\n  b: 1 # one\n  c: 2\n");
});

test.each([
  ["that is no YAML", "a: [\n", ["MESH1101"]],
  ["with a tag", "a: !!str 1\n", ["MESH1103"]],
  ["with a key twice", "a: 1\na: 2\n", ["MESH1108"]],
])("a file %s is refused with what is wrong", (_, text, codes) => {
  expect(format(text)).toEqual(codes);
});

test("a file that the printer would change is refused with MESH1125 at what would change", () => {
  // The printer writes this text of a blank line and a `#` so that it reads it as nothing and a comment.
  const text = "|1-\n  \n #\n";
  const result = formatYaml({ name: "rows.yaml", text });
  expect(result.diagnostics).toMatchObject([{ code: "MESH1125", at: { start: 0, end: text.length } }]);
});

const manifests = ["examples", "test/errors"].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => join(root, name)),
);

test.each(manifests)("%s keeps its data and its comments, and formatting again changes nothing", (path) => {
  keepsAll(readFileSync(path, "utf8"));
});

/** Fails unless a text is refused, or formatted to the same data and comments, once and for all. */
function keepsAll(text: string): void {
  const formatted = format(text);
  if (typeof formatted !== "string") return;
  expect(dataOf(formatted)).toEqual(dataOf(text));
  expect(commentsOf(formatted)).toEqual(commentsOf(text));
  expect(format(formatted)).toBe(formatted);
}

function dataOf(text: string): unknown {
  const { node } = parse(text);
  return node && plain(node);
}

function commentsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|\s)#c\d+/g)].map((match) => match[0].trim()).toSorted();
}

const key = fc.constantFrom("brokers", "mesh", "apiVersion", "name", "core", "engine", "replicas", "tls", "events", "x", "a b");
const scalar = fc.oneof(
  fc.constantFrom("nats", "", "yes", "1", "# no", "a: b", " x ", "line\nline\n", "\n", "long ".repeat(30), "{region}", "- a", "'", '"'),
  fc.integer({ min: -9, max: 99 }),
  fc.boolean(),
  fc.constant(null),
  fc.string({ unit: "grapheme-ascii", maxLength: 6 }),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

/** Comments and blank lines between the lines of a text in block style, where no string spans lines. */
function commented(text: string, places: readonly number[]): string {
  const lines = text.split("\n");
  places.forEach((place, index) => {
    const at = place % lines.length;
    const indent = /^ */.exec(lines[at] ?? "")?.[0] ?? "";
    lines.splice(at, 0, ...(place % 3 === 0 ? [""] : []), `${indent}#c${index}`);
  });
  return lines.join("\n");
}

test.each([
  ["in block style", {}],
  ["in flow style", { collectionStyle: "flow" as const }],
  ["in double quotes and narrow", { defaultStringType: "QUOTE_DOUBLE" as const, lineWidth: 40 }],
  ["indented by four", { indent: 4 }],
])("manifests %s keep their data and formatting again changes nothing", (_, options) => {
  fc.assert(
    fc.property(fc.dictionary(key, value, { maxKeys: 6, noNullPrototype: true }), (data) => {
      keepsAll(`apiVersion: meshc/v1\n${stringify({ ...data, apiVersion: undefined }, { aliasDuplicateObjects: false, ...options })}`);
      keepsAll(stringify(data, { aliasDuplicateObjects: false, ...options }));
    }),
    { numRuns: 150, seed: 5 },
  );
});

test("comments between entries are kept wherever they stand", () => {
  const word = fc.constantFrom("nats", "one", 3, true);
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: "medium" },
      word,
      fc.array(tie("tree"), { minLength: 1, maxLength: 3 }),
      fc.dictionary(key, tie("tree"), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(
      fc.dictionary(key, tree, { minKeys: 1, maxKeys: 5, noNullPrototype: true }),
      fc.array(fc.nat({ max: 60 }), { maxLength: 5 }),
      (data, places) => {
        const text = stringify({ apiVersion: "meshc/v1", ...data }, { aliasDuplicateObjects: false });
        keepsAll(commented(text, places));
      },
    ),
    { numRuns: 300, seed: 6 },
  );
});
