import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const folder = import.meta.dirname;
/** The one file that meets the compiler: it hands manifests over and reads what comes back. */
const meetingPoint = "run-compiler.ts";

test("the oracle imports nothing of what it judges", () => {
  const judged = ["compiler", "targets", "deploy", "cli"].map((room) => resolve(folder, "../..", room));
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts") && name !== meetingPoint);
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    for (const path of importsOf(join(folder, file))) {
      expect([file, judged.some((room) => resolve(folder, path).startsWith(room))]).toEqual([file, false]);
      expect([file, path.startsWith("./") || /^(node:|vitest$)/.test(path)]).toEqual([file, true]);
    }
  }
});

test("neither does what the oracle's verdict is made of lead to the compiler by way of its meeting point", () => {
  const reached = new Set<string>();
  const waiting = ["decide.ts", "random-mesh.ts", "to-manifest.ts"];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    waiting.push(...importsOf(join(folder, file)).map((path) => path.replace("./", "")));
  }
  expect(reached).not.toContain(meetingPoint);
});

function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].flatMap((match) => match[1] ?? []);
}
