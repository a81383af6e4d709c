import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SecretReference } from "../../../compiler/model/workload.ts";
import { newAuthority } from "../../../deploy/certificates/certify.ts";
import { findConnect } from "../../../tools/connect.mjs";
import { readTree } from "../../harness/file-tree.ts";
import { withValues } from "../../harness/with-values.ts";
import { createKeys } from "../../nats/keys.ts";

const run = promisify(execFile);
const reference = ".ref";
const keys = createKeys();
let folder = "";
let program = "";

/** Whoever is known by certificates is known by this one. */
const authority = await newAuthority({
  name: "authority",
  notBefore: new Date(),
  notAfter: new Date(Date.now() + 3_600_000),
  serial: new Uint8Array(randomBytes(16)),
});

interface Described {
  readonly instance: string;
  readonly engine: { readonly name: string };
  readonly command: { readonly arguments: readonly string[] };
}

/** A process of a link in a golden: its folder there, its arguments, and its files with values, by path. */
interface Golden {
  readonly from: string;
  readonly parameters: readonly string[];
  readonly files: ReadonlyMap<string, string>;
}

const goldens = goldensIn("test/goldens");

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "meshc-goldens-"));
  program = await findConnect();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function goldensIn(root: string): readonly Golden[] {
  const tree = readTree(root);
  return [...tree].flatMap(([path, text]) => {
    if (!path.endsWith("/process.json")) return [];
    const described = JSON.parse(text) as Described;
    const from = dirname(path);
    const own = [...tree].filter(([one]) => dirname(one) === from && one !== path);
    const files = own.map(([one, held]) => completed(one.slice(from.length + 1), held));
    const parameters = described.command.arguments;
    return described.engine.name === "connect" ? [{ from, parameters, files: new Map(files) }] : [];
  });
}

function completed(name: string, text: string): readonly [string, string] {
  if (!name.endsWith(reference)) return [name, text];
  return [name.slice(0, -reference.length), withValues(text, valueOf)];
}

function valueOf(reference: SecretReference): string {
  return reference.kind === "authority" ? authority.certificate : keys.resolve(reference);
}

/** What the engine finds wrong with the files of a process, as it is started on them; nothing where it takes them. */
async function foundWrong({ parameters, files }: Golden): Promise<string> {
  const place = mkdtempSync(join(folder, "link-"));
  for (const [name, text] of files) {
    writeFileSync(join(place, name), text);
  }
  const read = parameters.filter((parameter) => parameter.endsWith(".yaml"));
  const first = parameters.slice(0, parameters.indexOf("-c"));
  const linted = run(program, [...first, "lint", ...read], { cwd: place, timeout: 20_000 });
  return linted.then(
    () => "",
    (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
  );
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

test("what all streams share is read too", async () => {
  const [golden] = goldens;
  if (!golden) throw new Error("there is no golden of a link");
  const shared = (golden.files.get("connect.yaml") ?? "").replace('"logger"', '"loggers"');
  const found = await foundWrong({ ...golden, files: new Map([...golden.files, ["connect.yaml", shared]]) });
  expect(found).toMatch(/connect\.yaml.*field loggers not recognised/);
});
