import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith, loadData, loadDocuments, loadFiles, loadFolder, place, shown } from "./load-text.ts";

const head = "apiVersion: meshc/v1\n";

test("files are laid together, each once, in the order named and a glob's matches by code unit", () => {
  const files = {
    "mesh.yaml": `${head}mesh: { name: m }\ninclude: [ last.yaml, "parts/**/*.yaml", parts/b.yaml ]\nteams: { root: {} }\n`,
    "last.yaml": `${head}teams: { last: {} }\n`,
    "parts/b.yaml": `${head}teams: { b: {} }\ninclude: [ ../shared.yaml ]\n`,
    "parts/B.yaml": `${head}teams: { upper: {} }\n`,
    "parts/a/x.yaml": `${head}include: [ ../../shared.yaml ]\ndomains: { d: {} }\n`,
    "shared.yaml": `${head}teams: { shared: {} }\n`,
    "unrelated.yaml": "not: a manifest\n",
  };
  const { root, files: read } = loadDocuments(files);
  expect(read.map((file) => file.name)).toEqual([
    "mesh.yaml",
    "last.yaml",
    "parts/B.yaml",
    "parts/a/x.yaml",
    "shared.yaml",
    "parts/b.yaml",
  ]);
  expect([...root.entries.keys()]).toEqual(["apiVersion", "mesh", "teams", "domains"]);
  expect(loadData(files)).toEqual({
    mesh: { name: "m" },
    teams: { root: {}, last: {}, upper: {}, shared: {}, b: {} },
    domains: { d: {} },
  });
});

test("a glob does not match the file in which it stands", () => {
  const files = {
    "mesh.yaml": `${head}include: [ "*.yaml" ]\n`,
    "a.yaml": `${head}teams: { a: {} }\n`,
  };
  expect(loadData(files)).toEqual({ teams: { a: {} } });
});

const other = `${head}teams: {}\n`;

test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
  ["a missing file", { "mesh.yaml": `${head}include: [ a.yaml ]\n` }, ["mesh.yaml:2:12 MESH1001"]],
  [
    "a glob without matches",
    { "mesh.yaml": `${head}include: [ "a/*.yaml" ]\n` },
    ["mesh.yaml:2:12 MESH1116"],
  ],
  ["a folder", { "mesh.yaml": `${head}include: [ sub ]\n`, "sub/": "" }, ["mesh.yaml:2:12 MESH1002"]],
  ["a file above", { "mesh.yaml": `${head}include: [ ../a.yaml ]\n` }, ["mesh.yaml:2:12 MESH1004"]],
  [
    "a folder whose name begins alike",
    { "mesh.yaml": `${head}include: [ ../mesh-evil/a.yaml ]\n` },
    ["mesh.yaml:2:12 MESH1004"],
  ],
  ["an absolute path", { "mesh.yaml": `${head}include: [ /etc/hostname ]\n` }, ["mesh.yaml:2:12 MESH1115"]],
  ["a backslash", { "mesh.yaml": `${head}include: [ 'a\\b' ]\n` }, ["mesh.yaml:2:12 MESH1115"]],
  ["a NUL in a path", { "mesh.yaml": `${head}include: [ "a\\0" ]\n` }, ["mesh.yaml:2:12 MESH1008"]],
  ["something else than a list", { "mesh.yaml": `${head}include: a.yaml\n` }, ["mesh.yaml:2:10 MESH1111"]],
  [
    "a list of something else",
    { "mesh.yaml": `${head}include: [ { a: b } ]\n` },
    ["mesh.yaml:2:12 MESH1111"],
  ],
  ["the file itself", { "mesh.yaml": `${head}include: [ mesh.yaml ]\n` }, ["mesh.yaml:2:12 MESH1117"]],
  ["no map", { "mesh.yaml": `${head}include: [ a.yaml ]\n`, "a.yaml": "- 1\n" }, ["a.yaml:1:1 MESH1111"]],
  ["an empty file", { "mesh.yaml": `${head}include: [ a.yaml ]\n`, "a.yaml": "" }, ["a.yaml:1:1 MESH1111"]],
  [
    "no apiVersion",
    { "mesh.yaml": `${head}include: [ a.yaml ]\n`, "a.yaml": "teams: {}\n" },
    ["a.yaml:1:1 MESH1112"],
  ],
  [
    "another apiVersion",
    { "mesh.yaml": `${head}include: [ a.yaml ]\n`, "a.yaml": "apiVersion: meshc/v9\n" },
    ["a.yaml:1:13 MESH1113"],
  ],
  [
    "keys of the root file",
    { "mesh.yaml": `${head}include: [ a.yaml ]\n`, "a.yaml": `${head}mesh: {}\nstate: {}\n` },
    ["a.yaml:2:1 MESH1114", "a.yaml:3:1 MESH1114"],
  ],
  [
    "a name that is defined already",
    { "mesh.yaml": `${head}include: [ a.yaml ]\nteams: { x: {} }\n`, "a.yaml": `${head}teams:\n  x: {}\n` },
    ["a.yaml:3:3 MESH1118 <- mesh.yaml:3:10"],
  ],
  [
    "a default that is given already",
    {
      "mesh.yaml": `${head}include: [ a.yaml ]\ndefaults: { brokers: { engine: nats } }\n`,
      "a.yaml": `${head}defaults: { brokers: { engine: kafka, replicas: 3 } }\n`,
    },
    ["a.yaml:2:24 MESH1118 <- mesh.yaml:3:24"],
  ],
  [
    "a section that is no map",
    { "mesh.yaml": `${head}include: [ a.yaml ]\nteams: {}\n`, "a.yaml": `${head}teams: [ x ]\n` },
    ["a.yaml:2:8 MESH1111"],
  ],
  [
    "what a section is to be joined with that is no map",
    { "mesh.yaml": `${head}include: [ a.yaml ]\nteams:\n`, "a.yaml": `${head}teams: { x: {} }\n` },
    ["mesh.yaml:3:1 MESH1111"],
  ],
  [
    "two broken files",
    { "mesh.yaml": `${head}include: [ a.yaml, b.yaml ]\n`, "a.yaml": "a: [", "b.yaml": "a: !x 1" },
    ["a.yaml:1:5 MESH1101", "b.yaml:1:4 MESH1103"],
  ],
])("an include of %s is an error at its place", (_, files, expected) => {
  const result = loadFiles(files);
  expect(result.ok).toBe(false);
  expect(result.diagnostics.map(shown)).toEqual(expected);
});

test("a circle of includes names its chain", () => {
  const result = loadFiles({
    "mesh.yaml": `${head}include: [ x/a.yaml ]\n`,
    "x/a.yaml": `${head}include: [ b.yaml ]\n`,
    "x/b.yaml": `${head}include: [ c.yaml ]\n`,
    "x/c.yaml": `${head}include: [ ../x/a.yaml ]\n`,
  });
  expect(result.diagnostics.map(shown)).toEqual(["x/c.yaml:2:12 MESH1117"]);
  expect(result.diagnostics[0]?.message).toContain("x/a.yaml -> x/b.yaml -> x/c.yaml -> x/a.yaml");
});

test("defaults may be spread over files", () => {
  expect(
    loadData({
      "mesh.yaml": `${head}include: [ a.yaml ]\nbrokers: { b: {} }\ndefaults: { brokers: { engine: nats } }\n`,
      "a.yaml": `${head}defaults: { brokers: { replicas: 3 }, domains: { share: all } }\n`,
    }),
  ).toEqual({ brokers: { b: { engine: "nats", replicas: 3 } } });
});

test("a root file that is missing, empty or no map is an error", () => {
  expect(loadFiles({}).diagnostics.map(shown)).toEqual(["- MESH1001"]);
  expect(loadFiles({ "mesh.yaml": "" }).diagnostics.map(shown)).toEqual(["mesh.yaml:1:1 MESH1111"]);
  expect(loadFiles({ "mesh.yaml": "text" }).diagnostics.map(shown)).toEqual(["mesh.yaml:1:1 MESH1111"]);
});

test("bytes that are no UTF-8 have their place", () => {
  const bytes = Buffer.from("apiVersion: meshc/v1\nmesh: { name: é", "utf8");
  const result = loadFiles({ "mesh.yaml": Buffer.concat([bytes, Buffer.from([0xe9, 0x0a])]) });
  expect(result.diagnostics.map(shown)).toEqual(["mesh.yaml:2:16 MESH1007"]);
});

test("a byte order mark at the beginning is passed over", () => {
  expect(loadData({ "mesh.yaml": `\ufeff${other}` })).toEqual({ teams: {} });
});

test.each<[string, (folder: string) => void, string]>([
  ["a pipe", (folder) => execFileSync("mkfifo", [join(folder, "a.yaml")]), "MESH1002"],
  ["a device", (folder) => execFileSync("mknod", [join(folder, "a.yaml"), "c", "1", "5"]), "MESH1002"],
  ["a link to a device", (folder) => symlinkSync("/dev/zero", join(folder, "a.yaml")), "MESH1004"],
  ["a link out of the folder", (folder) => symlinkSync("/etc/hostname", join(folder, "a.yaml")), "MESH1004"],
  ["a dangling link", (folder) => symlinkSync("nowhere", join(folder, "a.yaml")), "MESH1001"],
  ["a link to itself", (folder) => symlinkSync("a.yaml", join(folder, "a.yaml")), "MESH1003"],
  ["a file of 100 MB", (folder) => largeFile(join(folder, "a.yaml")), "MESH1005"],
  [
    "a file in a file",
    (folder) => (writeFileSync(join(folder, "b"), ""), symlinkSync("b/c", join(folder, "a.yaml"))),
    "MESH1001",
  ],
])("an include of %s is an error and never hangs", (_, make, code) => {
  const folder = folderWith({ "mesh.yaml": `${head}include: [ a.yaml ]\n` });
  make(folder);
  expect(loadFolder(folder).diagnostics.map(shown)).toEqual([`mesh.yaml:2:12 ${code}`]);
});

function largeFile(path: string): void {
  writeFileSync(path, head);
  truncateSync(path, 100_000_000);
}

test("an include of a socket is an error and never hangs", async () => {
  const folder = folderWith({ "mesh.yaml": `${head}include: [ a.sock ]\n` });
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(folder, "a.sock"), resolve));
  try {
    expect(loadFolder(folder).diagnostics.map(shown)).toEqual(["mesh.yaml:2:12 MESH1002"]);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test("links within the folder are followed, links out of it are not walked into", () => {
  const folder = folderWith({
    "mesh.yaml": `${head}include: [ "sites/*.yaml", "linked/*.yaml" ]\n`,
    "sites/a.yaml": `${head}teams: { a: {} }\n`,
    "real/b.yaml": `${head}teams: { b: {} }\n`,
  });
  symlinkSync("real", join(folder, "linked"));
  const outside = folderWith({ "c.yaml": other });
  symlinkSync(outside, join(folder, "sites", "out"));
  const result = loadFolder(folder);
  expect(result.ok && result.value.files.map((file) => file.name)).toEqual([
    "mesh.yaml",
    "sites/a.yaml",
    "linked/b.yaml",
  ]);
  rmSync(join(folder, "linked"));
  symlinkSync(outside, join(folder, "linked"));
  expect(loadFolder(folder).diagnostics.map(shown)).toEqual(["mesh.yaml:2:28 MESH1116"]);
});

test("files that are too large together are refused at the include that passes the limit", () => {
  const folder = folderWith({ "mesh.yaml": `${head}include: [ "big/*.yaml" ]\n` });
  mkdirSync(join(folder, "big"));
  for (const name of ["a", "b", "c", "d", "e"]) {
    writeFileSync(join(folder, "big", `${name}.yaml`), "");
    truncateSync(join(folder, "big", `${name}.yaml`), 60 * 1024 * 1024);
  }
  const result = loadFolder(folder);
  const refused = result.diagnostics.filter((diagnostic) => diagnostic.code !== "MESH1008");
  expect(refused.map(shown)).toEqual(["mesh.yaml:2:12 MESH1006"]);
  expect(refused[0]?.message).toContain("big/e.yaml");
});

test("values keep the file and place in which they were written", () => {
  const { root } = loadDocuments({
    "mesh.yaml": `${head}include: [ a.yaml ]\nteams: { x: {} }\n`,
    "a.yaml": `${head}teams:\n  y: { description: here }\n`,
  });
  const teams = root.entries.get("teams")?.value;
  const y = teams?.kind === "map" ? teams.entries.get("y") : undefined;
  const description = y?.value.kind === "map" ? y.value.entries.get("description") : undefined;
  expect([y && place(y.key), description && place(description.value.span)]).toEqual([
    "a.yaml:3:3",
    "a.yaml:3:21",
  ]);
});
