import * as fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseDocument, stringify } from "yaml";
import { parse, plain } from "./parse-text.ts";

/** What the `yaml` package reads, with the same language: core schema of 1.2, no merge keys. */
function otherParser(text: string): unknown {
  const document = parseDocument(text, { schema: "core", merge: false, version: "1.2", stringKeys: true });
  if (document.errors.length > 0) return "refused";
  return document.toJS({ mapAsMap: true, maxAliasCount: 10_000 });
}

function thisParser(text: string): unknown {
  const { node, diagnostics } = parse(text);
  if (diagnostics.length > 0) return "refused";
  return node ? plain(node) : null;
}

const examples = join(import.meta.dirname, "..", "..", "examples");
const manifests = readdirSync(examples, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".yaml"),
);

test.each(manifests)("examples/%s is read alike by both parsers", (name) => {
  const text = readFileSync(join(examples, name), "utf8");
  expect(thisParser(text)).not.toBe("refused");
  expect(thisParser(text)).toEqual(otherParser(text));
});

test.each([
  "a: 1\n",
  "a: |\n  x\n   y\n\n  z\nb: >\n  x\n  y\n\n  z\n",
  "a: |+\n  x\n\n\nb: |-\n  x\n\nc: >2\n    x\n",
  "a: 'it''s'\nb: \"a\\\n  b\\n\\u00e9\\x41\"\n",
  "a: b\n c\n  d\n\n e\n",
  "a: [1, [2, {b: 3, c}], 'd']\n",
  "a:\n- 1\n- - 2\n  - 3\n-\n- b: 4\n  c: 5\n",
  "? a\n: 1\n? b\n",
  "a: &x [1, 2]\nb: *x\nc: &y z\nd: *y\n",
  "a: yes\nb: 0o17\nc: 0x1F\nd: 1e3\ne: .5\nf: 1_0\ng: 012\nh: +1\n",
  "# c\na: b # d\n# e\nf: 'g' # h\n",
  "---\na: 1\n",
  "---\na: 1\n...\n",
  "a: http://x/y#z\nb: c:d\nc: -1\nd: - x\n",
  '{"a": [1, true, null, "x"], "b": {"c": 1.5}}',
  "a: - 1\n",
  "a:\n\t- 1\n",
  "a: [1\n",
  "a: 'x\n",
  "a: b: c\n",
  "a\nb: c\n",
  "a: @x\n",
  "a: `x`\n",
  "a: %x\n",
  "- a\nb: c\n",
  "a: 1\na: 2\n",
])("%j is read, or refused, alike by both parsers", (text) => {
  expect(thisParser(text)).toEqual(otherParser(text));
});

const word = fc.stringMatching(/^[a-zA-Z0-9 ._:#'"\\%@`!&*?|>[\]{},~\n\t-]{0,12}$/);
const key = fc
  .stringMatching(/^[a-z][a-z0-9_-]{0,8}$/)
  .filter((text) => text !== "constructor" && text !== "prototype");
const scalar = fc.oneof(
  word,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.string({ unit: "grapheme", maxLength: 8 }),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** Characters that no manifest may hold, which `stringify` may write as escapes. */
const forbidden = /[^\P{Cc}\t\n\r]|[\ufeff\ufffe\uffff]|\p{Surrogate}/u;

test.each([
  ["in block style", {}],
  ["in flow style", { collectionStyle: "flow" as const }],
  ["with double quotes", { defaultStringType: "QUOTE_DOUBLE" as const }],
  ["with single quotes", { defaultStringType: "QUOTE_SINGLE" as const }],
  ["with narrow lines", { lineWidth: 20 }],
])("what the other parser's printer writes %s is read back", (_, options) => {
  fc.assert(
    fc.property(fc.dictionary(key, value, { maxKeys: 5, noNullPrototype: true }), (data) => {
      fc.pre(
        !forbidden.test(
          JSON.stringify(data).replaceAll(/\\u(....)/g, (_all, hex: string) =>
            String.fromCharCode(parseInt(hex, 16)),
          ),
        ),
      );
      const text = stringify(data, { schema: "core", aliasDuplicateObjects: false, ...options });
      expect(thisParser(text)).toEqual(otherParser(text));
    }),
    { numRuns: 400, seed: 4 },
  );
});

test("no text makes the parser throw, and whatever it takes the other one reads alike", () => {
  const line = fc.stringMatching(/^ {0,4}(- |\? |[a-c]: |)[a-c0-9'"[\]{},&*!|>#%:?-]{0,6}$/);
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const text = lines.join("\n");
      const here = thisParser(text);
      if (here === "refused") return;
      const there = otherParser(text);
      if (there !== "refused") expect(here).toEqual(there);
    }),
    { numRuns: 3_000, seed: 11 },
  );
});
