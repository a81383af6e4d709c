import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { listingJson, listingText, unlockedJson } from "../../cli/views/state-text.ts";
import type { ListedDocument } from "../../deploy/state/list-state.ts";
import { folderWith, meshc } from "./run-meshc.ts";

const isState = new Ajv2020({ strict: true, allErrors: true }).compile(
  JSON.parse(readFileSync("schema/output/state.json", "utf8")) as object,
);

function faultsOf(value: unknown): readonly unknown[] {
  isState(value);
  return isState.errors ?? [];
}

const manifest = "apiVersion: meshc/v1\nmesh: { name: shop }\n";

test("a state in which nothing is recorded says so, and where it would be", async () => {
  const cwd = folderWith({
    "mesh.yaml": manifest,
    "infra/mesh.yaml": `${manifest}state: { store: "file:memory" }\n`,
  });
  const here = await meshc(["state", "list"], { cwd });
  expect([here.code, here.err]).toEqual([0, ""]);
  expect(here.out).toMatch(
    /^The state is in .*\/\.meshc\.\nNothing is recorded there: nothing was applied yet\.\n$/,
  );
  const there = await meshc(["state", "list", "-m", "infra", "--json"], { cwd });
  expect(JSON.parse(there.out)).toEqual({
    version: 1,
    where: expect.stringMatching(/\/infra\/memory$/) as string,
    documents: [],
  });
});

test("only the root file's state counts, and the rest of the manifest may be broken", async () => {
  const cwd = folderWith({ "mesh.yaml": `${manifest}state: { store: "file:memory" }\nbrokers: 7\n` });
  const { code, out } = await meshc(["state", "list"], { cwd });
  expect([code, out]).toEqual([0, expect.stringContaining("/memory.\n")]);
  const none = await meshc(["state", "list"], { cwd: folderWith({}) });
  expect([none.code, none.err]).toEqual([1, expect.stringContaining("MESH1001")]);
});

test("a store that an overlay says is the one that `state` lists, and one that is not there is told", async () => {
  const cwd = folderWith({
    "mesh.yaml": `${manifest}state: { store: "file:memory", secrets: { age: [] } }\n`,
    "late.yaml": 'apiVersion: meshc/v1\nstate: { store: "file:elsewhere" }\n',
    "none.yaml": "apiVersion: meshc/v1\nstate: null\n",
  });
  const listed = async (...overlays: readonly string[]) => {
    const flags = overlays.flatMap((file) => ["--overlay", file]);
    return (await meshc(["state", "list", ...flags], { cwd })).out.split("\n")[0];
  };
  expect(await listed()).toMatch(/\/memory\.$/);
  expect(await listed("late.yaml")).toMatch(/\/elsewhere\.$/);
  expect(await listed("late.yaml", "none.yaml")).toMatch(/\/\.meshc\.$/);
  for (const command of [["state", "list"], ["status"]]) {
    const { code, err } = await meshc([...command, "--overlay", "gone.yaml"], { cwd });
    expect([code, err]).toEqual([1, expect.stringContaining("gone.yaml")]);
  }
});

test("`status` asks in the store that an overlay says", async () => {
  const cwd = folderWith({
    "mesh.yaml": manifest,
    "bad.yaml": 'apiVersion: meshc/v1\nstate: { store: "nowhere:x" }\n',
  });
  const { code, err } = await meshc(["status", "--overlay", "bad.yaml"], { cwd });
  expect([code, err]).toEqual([1, expect.stringContaining("nowhere:x")]);
  expect((await meshc(["status"], { cwd })).err).toContain("MESH5115");
  const broken = await meshc(["status"], { cwd: folderWith({ "mesh.yaml": "mesh: [" }) });
  expect(broken.err).toContain("MESH5115");
});

test.each([
  [[], "missing required argument"],
  [["lst"], '"lst" is nothing that `state` does: say list, unlock, move or release'],
  [["list", "more"], "too many words after `state list`"],
  [["unlock"], "say the name of an environment, or `mesh`, after `state unlock`"],
  [["unlock", "a", "b"], "too many words after `state unlock`"],
  [["move"], "say the store that it is to lie in, file:DIR or s3:BUCKET/PREFIX, after `state move`"],
  [["release"], "say the name of an environment after `state release`"],
])("state %j is wrong usage that says what is missing", async (words, message) => {
  const cwd = folderWith({ "mesh.yaml": manifest });
  const { code, err } = await meshc(["state", ...words], { cwd });
  expect([code, err]).toEqual([64, expect.stringContaining(message)]);
});

test("a lock that nobody holds is not broken", async () => {
  const cwd = folderWith({ "mesh.yaml": manifest });
  const { code, err } = await meshc(["state", "unlock", "cloud"], { cwd });
  expect([code, err]).toEqual([1, expect.stringContaining('environment "cloud" is held by nobody')]);
});

test("documents are listed with serial, generation, when they were applied, and who holds them", () => {
  const holder = {
    pid: 12,
    born: "x",
    who: "anna",
    host: "build-7",
    since: "2026-11-28T09:00:00Z",
    command: "meshc apply",
  };
  const documents: readonly ListedDocument[] = [
    { key: "mesh", name: "mesh", serial: 3, problems: [] },
    {
      key: "environments/cloud",
      name: "cloud",
      serial: 4,
      generation: 2,
      applied: { at: "2026-11-28T08:00:00Z", compiler: "0.1.0", underway: true },
      runsAt: { host: "build-7", folder: "/srv/shop/.meshc/run" },
      lockedBy: { ...holder, isGone: false },
      problems: [],
    },
    { key: "environments/shop", name: "shop", lockedBy: { ...holder, isGone: true }, problems: [] },
  ];
  const lines = listingText({ where: "/srv/shop/.meshc", documents }).split("\n");
  expect(lines).toEqual([
    "The state is in /srv/shop/.meshc.",
    expect.stringMatching(/^DOCUMENT +SERIAL +GENERATION +APPLIED +RUNS AT$/),
    expect.stringMatching(/^mesh +3 +- +- +-$/),
    expect.stringMatching(
      /^cloud +4 +2 +2026-11-28T08:00:00Z by 0\.1\.0, not finished +build-7:\/srv\/shop\/\.meshc\/run$/,
    ),
    expect.stringMatching(/^shop +- +- +- +-$/),
    "! cloud is held by anna (`meshc apply`, process 12 on build-7, since 2026-11-28T09:00:00Z); if it cannot end any more, `meshc state unlock cloud` breaks its lock",
    expect.stringContaining("that process is gone, so that the next command takes over"),
    "",
  ]);
});

test.each([
  [["list"], 0],
  [["release", "cloud"], 1],
])("state %j prints JSON of the published shape, or nothing", async (words, code) => {
  const cwd = folderWith({ "mesh.yaml": manifest });
  const ran = await meshc(["state", ...words, "--json"], { cwd });
  expect(ran.code).toBe(code);
  if (code === 0) expect(faultsOf(JSON.parse(ran.out))).toEqual([]);
  else expect(ran.out).toBe("");
});

test("what is listed, unlocked, moved and released has the published shape", () => {
  const place = { host: "build-7", folder: "/srv/shop/.meshc/run" };
  const holder = {
    pid: 1,
    born: "x",
    who: "anna",
    host: "a",
    since: "2026-11-28T09:00:00Z",
    command: "meshc apply",
  };
  const document: ListedDocument = {
    key: "environments/cloud",
    name: "cloud",
    serial: 4,
    generation: 2,
    applied: { at: "2026-11-28T08:00:00Z", compiler: "0.1.0", underway: false },
    runsAt: place,
    lockedBy: { ...holder, isGone: true },
    problems: [],
  };
  const told = [
    listingJson({ where: "/srv", documents: [document] }),
    unlockedJson("cloud", holder),
    { store: "file:/srv/other", environments: 1, secrets: 2, manifests: 1 },
    { environment: "cloud", ran: place },
  ];
  for (const one of told) expect(faultsOf({ version: 1, ...one })).toEqual([]);
  expect(faultsOf({ version: 1, cloud: 1 })).not.toEqual([]);
});
