import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { createDiskReader } from "../../cli/disk-reader.ts";
import { inOrder } from "../../cli/views/in-order.ts";
import { diagnosticsText } from "../../cli/views/diagnostics-text.ts";
import { paint } from "../../cli/views/paint.ts";
import { analyze, compile } from "../../compiler/compile.ts";
import type { CompileMode } from "../../compiler/target.ts";
import { engines } from "../../targets/engines/index.ts";
import { platforms } from "../../targets/platforms/index.ts";
import { views } from "../../targets/views/index.ts";
import { readTree, replaceTree } from "../harness/file-tree.ts";

/**
 * `test/goldens/<case>/`: a manifest in `input/`, or an example that `options.json` names, and in `expected/` every
 * file that it compiles to, its pictures and its diagnostics. `UPDATE_GOLDEN=1` writes what is found.
 */
interface Options {
  readonly example?: string;
  readonly overlays?: readonly string[];
  readonly environments?: readonly string[];
  readonly mode?: CompileMode;
}

const folder = "test/goldens";
const cases = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test.each(cases.map(({ name }) => name).toSorted())("%s compiles to what is expected", (name) => {
  const found = compiled(join(folder, name));
  const expected = join(folder, name, "expected");
  if (process.env["UPDATE_GOLDEN"]) replaceTree(expected, found);
  const committed = readTree(expected);
  expect([...found.keys()].toSorted(), "files that are missing or too many").toEqual([...committed.keys()]);
  for (const [path, text] of found) expect(text, path).toBe(committed.get(path));
});

test("every case has an input, and nothing else stands beside its expectation", () => {
  for (const { name } of cases) {
    const entries = readdirSync(join(folder, name)).filter((entry) => entry !== "options.json");
    const hasExample = optionsOf(join(folder, name)).example !== undefined;
    expect([name, entries.toSorted()]).toEqual([name, hasExample ? ["expected"] : ["expected", "input"]]);
  }
});

function optionsOf(directory: string): Options {
  const file = join(directory, "options.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Options) : {};
}

function compiled(directory: string): ReadonlyMap<string, string> {
  const { example, overlays = [], environments = [], mode = "deploy" } = optionsOf(directory);
  const input = resolve(example === undefined ? join(directory, "input") : join("examples", example));
  const reader = createDiskReader(input, input);
  const analysis = analyze("mesh.yaml", reader, { overlays, today: "2026-06-15", mode, engines });
  const files = new Map<string, string>();
  let { diagnostics } = analysis;
  if (analysis.ok) {
    for (const { format, render } of views) files.set(`graph.${format}`, render(analysis.value.topology));
    const result = compile(analysis.value, engines, platforms, environments);
    diagnostics = [...diagnostics, ...result.diagnostics];
    const artifacts = result.ok ? result.value.artifacts : [];
    for (const { environment, path, text } of artifacts) files.set(`artifacts/${environment}/${path}`, text);
  }
  if (diagnostics.length > 0) files.set("diagnostics.txt", drawn(diagnostics));
  return files;
}

function drawn(diagnostics: Parameters<typeof inOrder>[0]): string {
  return diagnosticsText(inOrder(diagnostics), {
    paint: paint(false),
    prefix: "",
    limit: Number.POSITIVE_INFINITY,
  });
}
