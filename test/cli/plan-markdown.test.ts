import * as prettier from "prettier";
import { expect, test } from "vitest";
import { planMarkdown } from "../../cli/views/plan-markdown.ts";
import type { Change, Plan } from "../../compiler/plan/plan.ts";
import { hostileStrings } from "../fuzz/hostile-strings.ts";
import { atPlants, change, plan } from "./hand-made-plan.ts";

/** A node of what a parser of GitHub's Markdown makes of a text. */
interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

/** The formatter's own parser, which it exports for tests and does not describe. */
interface Debug {
  readonly __debug: { parse(text: string, options: object): Promise<{ readonly ast: Node }> };
}

async function parsed(text: string): Promise<Node> {
  const { __debug } = prettier as unknown as Debug;
  return (await __debug.parse(text, { parser: "markdown" })).ast;
}

/** What a page is made of, without its words. */
function shape({ type, value, children }: Node): unknown {
  // What is HTML is told with its text, which is ours; words of a text are one, however many.
  if (type === "html") return ["html", value?.replace(/(<summary>).*(<\/summary>)/s, "$1$2")];
  const inner = children?.map(shape).filter((one) => JSON.stringify(one) !== '["html","<!-- -->"]');
  return ["text", "word", "whitespace", "sentence"].includes(type) ? "words" : [type, dedup(inner ?? [])];
}

function dedup(all: readonly unknown[]): readonly unknown[] {
  return all.filter((one, at) => at === 0 || one !== "words" || all[at - 1] !== "words");
}

/** A plan that says a text wherever one can stand. */
function saying(text: string): Plan {
  const own = change({ environment: text, name: text, reason: text, flows: [text], applications: [text] });
  return plan([own, { ...own, environment: "", kind: "flow" }], {
    mesh: text,
    refused: [{ name: text, why: text, allow: text }],
    toAllow: [text],
    noted: [text],
    waves: [{ number: 1, title: text, brokers: [text] }],
    meanwhile: [{ after: 1, until: 2, kind: "cut", what: text, flows: [text] }],
  });
}

const harmful = [
  ...hostileStrings,
  "| a | b |",
  "a | b",
  "`` ` ``",
  "&#124;",
  "&lt;img&gt;",
  "<img src=x onerror=alert(1)>",
  "</details>",
  "<!--",
  "--> x",
  "](x)",
  "![x](http://evil.example/x.png)",
  "http://evil.example",
  "www.evil.example",
  "# heading",
  "- item",
  "1. item",
  "~~x~~ **x** __x__",
  "\n\n# heading\n\n",
  "a\\| b",
  "$x$",
];

const harmless = parsed(planMarkdown(saying("x"))).then(shape);

test.each(harmful.filter((text) => text.trim() !== ""))("%j cannot break out of the page", async (text) => {
  const markdown = planMarkdown(saying(text));
  expect(shape(await parsed(markdown))).toEqual(await harmless);
  // What is left of HTML in a line is what we put there.
  const tags = new Set(markdown.match(/<[^>]*>/g));
  for (const tag of tags)
    expect(["<details>", "</details>", "<summary>", "</summary>", "<br>", "<!-- -->"]).toContain(tag);
});

test("nobody is called and nothing is referred to by a name", () => {
  const markdown = planMarkdown(saying("@acme/all, see #12 and a@b.example"));
  expect(markdown).not.toMatch(/@|(?<!^|#|&)#(?!#|\d*;)\d/m);
  expect(markdown).toContain("&#64;<!-- -->acme/all, see &#35;<!-- -->12");
});

test("a comment has the counts, a table of environments, and what changes in each, folded", () => {
  const orders = "orders.placed: till -> picking";
  const some = plan([change({ flows: [orders], applications: ["picking", "till"] }), ...atPlants(400)]);
  const markdown = planMarkdown(some);
  expect(markdown).toContain(
    "**Plan: 0 to add, 801 to change, 0 to replace, 0 to remove; worst effect: INTERRUPTS**\n",
  );
  expect(markdown).toContain("| plant-0001 … plant-0400 (400) | 0 | 800 | 0 | 0 | 0 | INTERRUPTS |\n");
  expect(markdown).toContain("| cloud | 0 | 1 | 0 | 0 | 0 | RELOAD |\n");
  expect(markdown).toContain("<summary>cloud: 1 change, at worst RELOAD</summary>\n\n|");
  expect(markdown).toContain(
    "| `~` | broker core | RELOAD (observed) | 1 | rights of billing are others<br>flows: orders.placed: till -&#62; picking<br>applications: picking, till |\n",
  );
  expect(markdown.length).toBeLessThan(3_000);
});

test("a plan without changes says so", () => {
  expect(planMarkdown(plan([]))).toContain("What was applied is what the manifest says.");
});

/** Changes no two of which are alike. */
function unlike(count: number, environments: number): readonly Change[] {
  return Array.from({ length: count }, (_, at) =>
    change({
      environment: `site${word(at % environments)}`,
      kind: "flow",
      name: word(at),
      effect: at === count - 1 ? "DATA LOSS" : "RELOAD",
      reason: `${"because ".repeat(10)}${at}`,
      flows: [word(at)],
    }),
  );
}

function word(number: number): string {
  return String(number).replace(/\d/g, (digit) => "abcdefghij"[Number(digit)] ?? "");
}

test.each([
  [1_000, 1],
  [10_000, 1],
  [10_000, 2_500],
  [3_000, 40],
])(
  "of %i changes in %i environments what fits is shown, the gravest first, and what was cut is said",
  (count, environments) => {
    const refused = Array.from({ length: 2_000 }, (_, at) => ({ name: word(at), why: "w".repeat(5_000) }));
    const toAllow = refused.map(({ name }) => name);
    const noted = refused.map(({ why }) => why);
    const meanwhile = refused.map(
      ({ name, why }) => ({ after: 1, until: 2, kind: "cut", what: why, flows: [name] }) as const,
    );
    const waves = refused.map(({ name, why }, at) => ({ number: at, title: why, brokers: [name] }));
    const markdown = planMarkdown(
      plan(unlike(count, environments), { refused, toAllow, noted, meanwhile, waves }),
    );
    expect(markdown.length).toBeLessThanOrEqual(60_000);
    expect(markdown.length).toBeGreaterThan(30_000);
    expect(markdown).toContain("Cut for length:");
    for (const title of [
      "Refused, ",
      "Meanwhile, ",
      "Recorded by ",
      "Stored events would be lost",
      "<summary>Waves",
    ]) {
      const rest = markdown.slice(markdown.indexOf(title));
      const [, shown = "", left = ""] = /^([^]*?)\n([\d,]+) more are not shown\.\n/.exec(rest) ?? [];
      const rows = shown.split("\n").filter((line) => /^(> \*\*|- |\d+\. )/.test(line));
      expect([title, rows.length + Number(left.replaceAll(",", ""))]).toEqual([title, 2_000]);
    }
    expect(markdown).toMatch(/\| --- \| --- \| --- \| ---: \| --- \|\n\| `~` \| flow [a-j]+ \| DATA LOSS/);
    const opened = markdown.match(/<details>/g);
    expect(markdown.match(/<\/details>/g)).toHaveLength(opened?.length ?? 0);
  },
);

test("what is recorded and touches no broker is listed, and is a change", () => {
  const markdown = planMarkdown(plan([], { noted: ["domain orders is not protected any more"] }));
  expect(markdown).toContain("\n- domain orders is not protected any more\n");
  expect(markdown).not.toContain("What was applied is what the manifest says");
});

test("what apply has to be allowed to lose is said as it is typed", () => {
  const markdown = planMarkdown(plan([change({ effect: "DATA LOSS" })], { toAllow: ["core", "orders"] }));
  expect(markdown).toMatch(/say to `meshc plan` and to `meshc apply`:\*\*\n\n- \S+core\n- \S+orders\n\n/);
  expect(markdown.replaceAll("&#45;", "-")).toContain("- --allow-data-loss=orders\n");
  const many = Array.from({ length: 2_000 }, (_, at) => `domain-${at}`);
  expect(planMarkdown(plan([], { toAllow: many }))).toMatch(/=domain\S*\n\n1,\d{3} more are not shown\.\n/);
  const refused = planMarkdown(
    plan([], { refused: [{ name: "stock", why: "its home moves", allow: "stock" }] }),
  );
  expect(refused).toMatch(/its home moves.*allow\S*data\S*loss=stock would let it be lost/);
});

test("what is refused is said by name, why, and with what it would be done nevertheless, each alone", () => {
  const refused = [
    { name: "orders", why: "its home moves", allow: "domain/orders" },
    { name: "stock", why: "it is protected" },
  ];
  const markdown = planMarkdown(plan([], { refused })).replaceAll("&#45;", "-");
  expect(markdown).toContain(
    "\n> **orders**: its home moves; --allow-data-loss=domain/orders would let it be lost\n>\n> **stock**: it is protected\n>\n",
  );
});
