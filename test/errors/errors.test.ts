import { resolve } from "node:path";
import { expect, test } from "vitest";
import { createDiskReader } from "../../cli/disk-reader.ts";
import { locationOf } from "../../cli/views/location.ts";
import { analyze, compile } from "../../compiler/compile.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { compare } from "../../compiler/model/compare.ts";
import { engines } from "../../targets/engines/index.ts";
import { platforms } from "../../targets/platforms/index.ts";
import type { ErrorFixture } from "../harness/error-fixtures.ts";
import { errorFixtures } from "../harness/error-fixtures.ts";

const fixtures = errorFixtures();

test.each(fixtures)("$name reports what it marks, where it marks it, and nothing else", (fixture) => {
  const found = diagnosticsOf(fixture).map(({ code, at }) => {
    const { file, line } = at ? locationOf(at) : { file: "", line: 0 };
    return `${file}:${line} ${code}`;
  });
  const marked = fixture.marks.map(({ file, line, code }) => `${file}:${line} ${code}`);
  expect(found.toSorted(compare)).toEqual(marked.toSorted(compare));
  expect(marked).not.toEqual([]);
});

test.each(fixtures)("$name: every message says what is wrong and every help what to do", (fixture) => {
  for (const { message, help } of diagnosticsOf(fixture)) {
    expect(`${message} ${help}`).not.toMatch(/undefined|\[object|NaN/);
    expect(message).not.toMatch(/\.$/);
    expect(help).toMatch(/[.?`]$/);
  }
});

function diagnosticsOf({ folder, root, overlays }: ErrorFixture): readonly Diagnostic[] {
  const reader = createDiskReader(resolve(folder), resolve(folder));
  const analysis = analyze(root, reader, { overlays, today: "2026-06-15", mode: "deploy", engines });
  if (!analysis.ok) return analysis.diagnostics;
  const compiled = compile(analysis.value, engines, platforms, []);
  return [...analysis.diagnostics, ...compiled.diagnostics];
}
