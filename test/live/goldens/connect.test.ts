import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { findConnect } from "../../../tools/connect.mjs";
import { type GoldenInstance, goldenInstances, writtenGolden } from "../../harness/golden-instances.ts";

const run = promisify(execFile);
const goldens = goldenInstances("connect");
let program = "";

beforeAll(async () => {
  program = await findConnect();
});

/** What the engine finds wrong with the files of a process, as it is started on them; nothing where it takes them. */
async function foundWrong(golden: GoldenInstance): Promise<string> {
  const { parameters } = golden;
  const place = writtenGolden(golden);
  const read = parameters.filter((parameter) => parameter.endsWith(".yaml"));
  const first = parameters.slice(0, parameters.indexOf("-c"));
  try {
    await run(program, [...first, "lint", ...read], { cwd: place, timeout: 20_000 });
    return "";
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout + stderr;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

test("there are goldens of links with all files that a process can have", () => {
  const names = new Set(goldens.flatMap(({ files }) => [...files.keys()]));
  const all = ["connect.yaml", "up.yaml", "down.yaml", "live-up.yaml", "live-down.yaml", "sessions.json"];
  expect([...names]).toEqual(expect.arrayContaining(all));
  expect(goldens.map(({ from }) => from.split("/")[0])).toContain("iot");
});

test.each(goldens.map((golden) => [golden.from, golden] as const))(
  "the engine takes each file of %s",
  async (_, golden) => {
    expect(await foundWrong(golden)).toBe("");
  },
);

/** What is made of a file's text, and what the engine says then. */
const mistakes = [
  [
    "a field that is none",
    (text: string) => text.replace('"urls"', '"addresses"'),
    /field addresses not recognised/,
  ],
  [
    "a mapping that is none",
    (text: string) => text.replace('"mapping": "', '"mapping": "root = nothing(\\n'),
    /expected/,
  ],
] as const;

test.each(
  goldens.flatMap((golden) =>
    golden.parameters
      .filter((file) => file.endsWith(".yaml") && file !== "connect.yaml")
      .flatMap((file) => mistakes.map((mistake) => [golden.from, file, ...mistake, golden] as const)),
  ),
)("of %s it refuses %s with %s", async (_from, file, _what, change, why, golden) => {
  const files = new Map([...golden.files, [file, change(golden.files.get(file) ?? "")]]);
  const found = await foundWrong({ ...golden, files });
  expect(found).toMatch(why);
  expect(found).toContain(file);
});

test.each([
  ["connect.yaml", '"logger"', '"loggers"', /connect\.yaml.*field loggers not recognised/],
  ["sessions.json", '"sessions": [', '"sessions": [7, ', /sessions\.json: .*cannot unmarshal number/],
])("it refuses %s with another %s", async (file, here, there, why) => {
  const [golden] = goldens;
  if (!golden) throw new Error("there is no golden of a link");
  const changed = (golden.files.get(file) ?? "").replace(here, there);
  expect(await foundWrong({ ...golden, files: new Map([...golden.files, [file, changed]]) })).toMatch(why);
});
