import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { compile } from "../../compiler/compile.ts";
import { engines } from "../../targets/engines/index.ts";
import { platforms } from "../../targets/platforms/index.ts";
import { analyzeText } from "../harness/analyze-text.ts";
import { pageExamples, pageFiles } from "../harness/page-examples.ts";

const codes = readdirSync("docs/diagnostics").flatMap((name) => /^(MESH[23]\d+)\.md$/.exec(name)?.[1] ?? []);

test.each(codes)("the page of %s fails as it says, and its repair works", (code) => {
  const [fails, works, ...others] = pageExamples(code).map(codesOf);
  expect(fails).toContain(code);
  // An environment of Kubernetes says more than `local` in an example of links, and cannot be compiled yet.
  const beside = code === "MESH3020" ? [] : ["MESH3020", "MESH3021", "MESH4010"].filter((other) => other !== code);
  expect(works?.filter((found) => !beside.includes(found))).toEqual([]);
  expect(others).toEqual([]);
});

function codesOf(text: string): readonly string[] {
  const analysis = analyzeText(text, {}, pageFiles);
  if (!analysis.ok) return analysis.diagnostics.map(({ code }) => code);
  const compiled = compile(analysis.value, engines, platforms, []);
  return [...analysis.diagnostics, ...compiled.diagnostics].map(({ code }) => code);
}
