import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createDiskReader } from "../../cli/disk-reader.ts";
import { load } from "../../compiler/load/load.ts";
import { memoName } from "../../deploy/output/memo.ts";
import { recordInputs } from "../../deploy/output/record-inputs.ts";
import { unchangedOutput } from "../../deploy/output/unchanged-output.ts";
import { writeOutput } from "../../deploy/output/write-output.ts";

const compiler = "1.2.3";
const options = "all";

/** A manifest of three files and one listed folder, and an output of a thousand files made from it. */
function compiled(count = 1_000) {
  const folder = mkdtempSync(join(tmpdir(), "meshc-unchanged-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [source, output] = [join(folder, "source"), join(folder, "output")];
  mkdirSync(join(source, "parts"), { recursive: true });
  writeFileSync(
    join(source, "mesh.yaml"),
    "apiVersion: meshc/v1\nmesh: { name: m }\ninclude: [ 'parts/*.yaml' ]\n",
  );
  writeFileSync(join(source, "parts", "a.yaml"), "apiVersion: meshc/v1\nteams: { a: {} }\n");
  writeFileSync(join(source, "overlay.yaml"), "apiVersion: meshc/v1\nmesh: { description: d }\n");
  const reader = recordInputs(createDiskReader(source, source));
  expect(load("mesh.yaml", reader, { overlays: ["overlay.yaml"] }).ok).toBe(true);
  const files = Array.from({ length: count }, (_, index) => ({
    path: `e${index % 7}/f${index}`,
    text: `text ${index}`,
  }));
  const origin = { inputs: reader.inputs(), options, remember: ["a warning"] };
  const write = () => writeOutput(output, files, { mesh: "m", compiler, origin });
  expect(write().ok).toBe(true);
  const ask = () => unchangedOutput(output, createDiskReader(source, source), compiler, options);
  return { source, output, write, ask };
}

test("an output is unchanged where nothing was touched, and gives back what was to be remembered", () => {
  expect(compiled().ask()).toEqual({ files: 1_000, remember: ["a warning"] });
});

test.each<[string, (source: string, output: string) => void]>([
  ["the root file", (source) => append(join(source, "mesh.yaml"))],
  ["an included file", (source) => append(join(source, "parts", "a.yaml"))],
  ["an overlay", (source) => append(join(source, "overlay.yaml"))],
  ["a file that a glob now matches", (source) => writeFileSync(join(source, "parts", "b.yaml"), "")],
  ["an included file that is gone", (source) => rmSync(join(source, "parts", "a.yaml"))],
  ["a file of the output", (_, output) => writeFileSync(join(output, "e1", "f1"), "TEXT 1")],
  ["a file of the output, its time set back", (_, output) => setBack(join(output, "e1", "f1"))],
  ["a file of the output that is gone", (_, output) => rmSync(join(output, "e1", "f1"))],
  ["a file of the output that is a link now", (_, output) => relink(join(output, "e1", "f1"))],
  ["a file too many", (_, output) => writeFileSync(join(output, "e1", "other"), "")],
  ["the lock", (_, output) => append(join(output, "mesh.lock.json"))],
  ["the memo, to something else", (_, output) => writeFileSync(join(output, memoName), "null")],
  ["the memo, to no JSON", (_, output) => writeFileSync(join(output, memoName), "{")],
])("an output is not known to be unchanged after a change of %s", (_, change) => {
  const { source, output, ask } = compiled();
  change(source, output);
  expect(ask()).toBeUndefined();
});

test("another compiler or other options compile again", () => {
  const { source, output } = compiled();
  const reader = createDiskReader(source, source);
  expect(unchangedOutput(output, reader, "1.2.4", options)).toBeUndefined();
  expect(unchangedOutput(output, reader, compiler, "north only")).toBeUndefined();
});

test("files written anew with the same text are unchanged", () => {
  const { source, output, ask } = compiled();
  for (const path of [join(source, "mesh.yaml"), join(output, "e1", "f1")])
    writeFileSync(path, readFileSync(path));
  expect(ask()).toBeDefined();
});

test("a small output has no memo", () => {
  expect(compiled(10).ask()).toBeUndefined();
});

test("a run after a change leaves an output that is unchanged again", () => {
  const { output, write, ask } = compiled();
  writeFileSync(join(output, "e1", "f1"), "TEXT 1");
  expect(write()).toMatchObject({ value: { written: 1, removed: 0, unchanged: 999 } });
  expect(ask()).toBeDefined();
});

function append(path: string): void {
  writeFileSync(path, `${readFileSync(path, "utf8")}\n`);
}

function setBack(path: string): void {
  writeFileSync(path, "TEXT 1");
  utimesSync(path, 1, 1);
}

function relink(path: string): void {
  rmSync(path);
  symlinkSync("f8", path);
}
