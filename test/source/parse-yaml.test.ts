import { expect, test } from "vitest";
import { parse, plain, reported, texts } from "./parse-text.ts";

test.each<[string, unknown]>([
  ["null", null],
  ["~", null],
  ["Null", null],
  ["true", true],
  ["FALSE", false],
  ["yes", "yes"],
  ["no", "no"],
  ["on", "on"],
  ["n", "n"],
  ["tRUE", "tRUE"],
  ["12", 12],
  ["-12", -12],
  ["+12", 12],
  ["012", 12],
  ["0o14", 12],
  ["0O14", "0O14"],
  ["0xfF", 255],
  ["0b11", "0b11"],
  ["1_000", "1_000"],
  ["1.50", 1.5],
  [".5", 0.5],
  ["5.", 5],
  ["1e3", 1000],
  ["1.0.0", "1.0.0"],
  ["12:30:45", "12:30:45"],
  ["2026-01-01", "2026-01-01"],
  ['"12"', "12"],
  ["'true'", "true"],
  ['""', ""],
  ["a b", "a b"],
  ["9007199254740991", 9007199254740991],
  ['"\\x41\\u00e9\\n\\t"', "Aé\n\t"],
  ["- ", [null]],
  ["[]", []],
  ["{}", new Map()],
])("%s is read by the core schema", (text, value) => {
  const { node, diagnostics } = parse(`key: ${text.startsWith("- ") ? `\n  ${text}` : text}\n`);
  expect(diagnostics).toEqual([]);
  expect(node && plain(node)).toEqual(new Map([["key", value]]));
});

test("every key and value knows its place", () => {
  const text = `# first
plain: a b
"quoted": 'x''y'
block: |  # > not here
  one
  two
folded: >-

  three
list:
  - 1
  - { a: [2, 3], b: } # ]
nothing:
last: &name end
again: *name
`;
  const { node, diagnostics } = parse(text);
  expect(diagnostics).toEqual([]);
  expect(node && texts(node).slice(1)).toEqual([
    "plain",
    "a b",
    '"quoted"',
    "'x''y'",
    "block",
    "|  # > not here\n  one\n  two\n",
    "folded",
    ">-\n\n  three\n",
    "list",
    "- 1\n  - { a: [2, 3], b: }",
    "1",
    "{ a: [2, 3], b: }",
    "a",
    "[2, 3]",
    "2",
    "3",
    "b",
    "b",
    "nothing",
    "nothing",
    "last",
    "end",
    "again",
    "end",
  ]);
});

test.each([
  ["LF", "\n"],
  ["CRLF", "\r\n"],
  ["CR", "\r"],
])("places are right with %s line ends", (_, end) => {
  const text = ["a: 1", "b:", "  c: [1,", "   2]", "  d: |", "    x", "e: 2"].join(end);
  expect(reported(text + end + "a: 3")).toEqual([`8:1 MESH1108 "a"`]);
  const { node } = parse(text);
  expect(node && texts(node)).toContain(`[1,${end}   2]`);
});

test.each([
  ["a list as a key", "? [a]\n: 1\n", ['1:3 MESH1106 "[a]"']],
  ["a map as a key", "{ { a: 1 }: 2 }\n", ['1:3 MESH1106 "{ a: 1 }"']],
  ["an alias as a key", "a: &x b\n*x : 1\n", ['2:1 MESH1106 "*x"']],
  ["an anchored key", "&x a: 1\n", ['1:4 MESH1106 "a"']],
  ["no key", ": 1\n", ['1:2 MESH1106 ""']],
  ["a tag", "a: !!str 1\n", ['1:4 MESH1103 "!!str"']],
  ["a tag on a map", "a: !local { b: 1 }\n", ['1:4 MESH1103 "!local"']],
  ["a tag on a key", "!!str a: 1\n", ['1:1 MESH1103 "!!str"']],
  ["a merge key", "a: &x { b: 1 }\nc:\n  <<: *x\n", ['3:3 MESH1104 "<<"']],
  ["a quoted merge key", '"<<": { b: 1 }\n', ['1:1 MESH1104 "\\"<<\\""']],
  ["__proto__", "a: { __proto__: 1 }\n", ['1:6 MESH1107 "__proto__"']],
  ["constructor", "constructor: 1\n", ['1:1 MESH1107 "constructor"']],
  ["prototype, escaped", '"\\u0070rototype": 1\n', ['1:1 MESH1107 "\\"\\\\u0070rototype\\""']],
  ["a key twice", "a: 1\nb: { c: 1, c: 2 }\na: 2\n", ['2:12 MESH1108 "c"', '3:1 MESH1108 "a"']],
  ["a key twice, as number and text", "1: a\n'1': b\n", ["2:1 MESH1108 \"'1'\""]],
  ["an alias of nothing", "a: *nope\n", ['1:4 MESH1109 "*nope"']],
  ["an alias of itself", "a: &x [1, *x]\n", ['1:11 MESH1109 "*x"']],
  ["an integer that doubles leave out", "a: 9007199254740993\n", ['1:4 MESH1110 "9007199254740993"']],
  ["infinity", "a: -.inf\n", ['1:4 MESH1110 "-.inf"']],
  ["not a number", "a: .NaN\n", ['1:4 MESH1110 ".NaN"']],
  ["a second document", "a: 1\n---\nb: 2\n", ['2:1 MESH1105 "---"']],
  ["an empty second document", "a: 1\n---\n", ['2:1 MESH1105 "---"']],
  ["a YAML directive", "# x\n\n%YAML 1.1\n---\na: no\n", ['3:1 MESH1102 "%YAML 1.1"']],
  [
    "a TAG directive",
    "%TAG ! tag:example.com,2000:\n---\na: 1\n",
    ['1:1 MESH1102 "%TAG ! tag:example.com,2000:"'],
  ],
  ["an unknown directive", "%FOO\n---\na: 1\n", ['1:1 MESH1102 "%FOO"']],
  ["NUL", "a: x\0y\n", ['1:5 MESH1008 "\\u0000"']],
  ["escape", "a: \u001b[0m\n", ['1:4 MESH1008 "\\u001b"']],
  ["next line", "a: x\u0085y\n", ['1:5 MESH1008 "\u0085"']],
  ["a byte order mark inside", "a: x\ufeff\n", ['1:5 MESH1008 "\ufeff"']],
  ["a non-character", "a: \uffff\n", ['1:4 MESH1008 "\uffff"']],
  ["half a surrogate pair", "a: \ud800\n", ['1:4 MESH1008 "\\ud800"']],
  ["an escaped NUL", 'a: "x\\0"\n', ['1:4 MESH1008 "\\"x\\\\0\\""']],
  ["an escaped escape", 'a: "\\e"\n', ['1:4 MESH1008 "\\"\\\\e\\""']],
  ["an escaped half of a pair", 'a: "\\ud800"\n', ['1:4 MESH1008 "\\"\\\\ud800\\""']],
  ["an escaped control character in a key", '"\\x07": 1\n', ['1:1 MESH1008 "\\"\\\\x07\\""']],
  ["a tab as indentation", "a:\n\tb: 1\n", ['2:1 MESH1101 "\\t"']],
  ["an open bracket", "a: [1,\n", ['2:1 MESH1101 ""']],
  ["bad indentation", "a:\n   b: 1\n  c: 2\n", ['3:3 MESH1101 "c"']],
])("%s is refused at its place", (_, text, expected) => {
  expect(reported(text)).toEqual(expected);
});

test.each([["a key's twin", "a: 1\na: 2\n", "1:1"]])("%s is shown too", (_, text) => {
  expect(parse(text).diagnostics[0]?.related).toMatchObject([
    { message: "first given here", at: { start: 0, end: 1 } },
  ]);
});

test("all that is wrong is reported at once", () => {
  const text = 'a: !x 1\nb: *b\na: 2\n<<: 3\nc: "\\0"\n';
  expect(reported(text).map((line) => line.split(" ")[1])).toEqual([
    "MESH1103",
    "MESH1109",
    "MESH1108",
    "MESH1104",
    "MESH1008",
  ]);
});

test("tabs, emoji, right-to-left text and line ends are text", () => {
  const { node, diagnostics } = parse('a: "x\\ty\\r\\n"\nb: "🎉 שלום"\nc: x\ty\n');
  expect(diagnostics).toEqual([]);
  expect(node && plain(node)).toEqual(
    new Map([
      ["a", "x\ty\r\n"],
      ["b", "🎉 שלום"],
      ["c", "x\ty"],
    ]),
  );
});

test.each(["", "\n", "# only a comment\n", "---\n", "...\n"])(
  "a file with nothing in it (%j) holds nothing",
  (text) => {
    const { node, diagnostics } = parse(text);
    expect(diagnostics).toEqual([]);
    expect(node === undefined || plain(node) === null).toBe(true);
  },
);

test("aliases stand for what is anchored, at the anchor's place", () => {
  const { node, diagnostics, values } = parse("a: &x { b: [1, 2] }\nc: *x\n");
  expect(diagnostics).toEqual([]);
  expect(node && plain(node)).toEqual(
    new Map([
      ["a", new Map([["b", [1, 2]]])],
      ["c", new Map([["b", [1, 2]]])],
    ]),
  );
  expect(values).toBe(9);
});
