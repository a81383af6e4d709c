import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { sha256 } from "../../deploy/output/file-hash.ts";
import { type OutputFile, type OutputMeta, writeOutput } from "../../deploy/output/write-output.ts";

const meta: OutputMeta = { mesh: "acme", compiler: "1.2.3" };
const two = filesOf({ "north/a.conf": "a\n", "south/deep/b.conf": "b\n" });

function filesOf(texts: Readonly<Record<string, string>>): readonly OutputFile[] {
  return Object.entries(texts).map(([path, text]) => ({ path, text }));
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "meshc-output-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Every file below a folder with its text, the lock parsed. */
function tree(folder: string): Readonly<Record<string, unknown>> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
  const files = names.filter((name) => lstatSync(join(folder, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, content(join(folder, name))]));
}

function content(path: string): unknown {
  const text = readFileSync(path, "utf8");
  return path.endsWith("mesh.lock.json") ? JSON.parse(text) : text;
}

/** Writes and gives the counts, or the codes of what was reported. */
function write(folder: string, files: readonly OutputFile[], options: Partial<OutputMeta> = {}): unknown {
  const result = writeOutput(folder, files, { ...meta, ...options });
  if (!result.ok) return result.diagnostics.map((diagnostic) => diagnostic.code);
  const { written, removed, unchanged } = result.value;
  return [written, removed, unchanged];
}

function lockFor(texts: Readonly<Record<string, string>>, more: object = {}): unknown {
  const files = Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, sha256(text)]));
  return { version: 1, mesh: "acme", compiler: "1.2.3", ...more, files };
}

/** Mounts a file system in memory that holds 256 KiB; the machine has to permit it. */
function smallDisk(): string {
  const folder = temporaryFolder();
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], {
    encoding: "utf8",
  });
  expect(mounted.status, `this test mounts a tmpfs and has to run as root: ${mounted.stderr}`).toBe(0);
  onTestFinished(() => expect(spawnSync("umount", [folder]).status).toBe(0));
  return folder;
}

test("writes the files and a lock with their hashes", () => {
  const folder = join(temporaryFolder(), "not", "there", "yet");
  expect(write(folder, two)).toEqual([2, 0, 0]);
  expect(tree(folder)).toEqual({
    "mesh.lock.json": lockFor({ "north/a.conf": "a\n", "south/deep/b.conf": "b\n" }),
    "north/a.conf": "a\n",
    "south/deep/b.conf": "b\n",
  });
});

test("the same files in another order give the same lock, byte for byte", () => {
  const [first, second] = [temporaryFolder(), temporaryFolder()];
  write(first, two);
  write(second, two.toReversed());
  expect(readFileSync(join(first, "mesh.lock.json"))).toEqual(readFileSync(join(second, "mesh.lock.json")));
});

test("a second run writes only what differs and removes what is no longer made, empty folders too", () => {
  const folder = temporaryFolder();
  write(folder, filesOf({ "e/same": "1", "e/changed": "2", "e/gone/deep/file": "3" }));
  const before = lstatSync(join(folder, "e/same")).ino;
  expect(write(folder, filesOf({ "e/same": "1", "e/changed": "4", "e/new": "5" }))).toEqual([2, 1, 1]);
  expect(lstatSync(join(folder, "e/same")).ino).toBe(before);
  expect(readdirSync(join(folder, "e")).toSorted()).toEqual(["changed", "new", "same"]);
});

test("a file may become a folder and a folder a file", () => {
  const folder = temporaryFolder();
  write(folder, filesOf({ "e/a": "1", "e/b/c": "2" }));
  expect(write(folder, filesOf({ "e/a/x": "1", "e/b": "2" }))).toEqual([2, 2, 0]);
  expect(readFileSync(join(folder, "e/b"), "utf8")).toBe("2");
});

test("nothing at all is written when nothing differs", () => {
  const folder = temporaryFolder();
  write(folder, two);
  const inodes = () => Object.keys(tree(folder)).map((name) => lstatSync(join(folder, name)).ino);
  const before = inodes();
  expect(write(folder, two)).toEqual([0, 0, 2]);
  expect(inodes()).toEqual(before);
});

test.each([
  ["changed by hand", (path: string) => writeFileSync(path, "other\n")],
  ["changed by hand to the same size", (path: string) => writeFileSync(path, "z\n")],
  ["deleted", (path: string) => rmSync(path)],
  ["replaced by a link", (path: string) => (rmSync(path), symlinkSync("/etc/hostname", path))],
])("a file that was %s is written anew", (_, damage) => {
  const folder = temporaryFolder();
  write(folder, two);
  damage(join(folder, "north/a.conf"));
  expect(write(folder, two)).toEqual([1, 0, 1]);
  expect(lstatSync(join(folder, "north/a.conf")).isFile()).toBe(true);
  expect(readFileSync(join(folder, "north/a.conf"), "utf8")).toBe("a\n");
});

test("a change that size and time hide is found with check", () => {
  const folder = temporaryFolder();
  write(folder, two);
  writeFileSync(join(folder, "north/a.conf"), "z\n");
  const later = new Date(Date.now() - 1);
  while (Date.now() <= later.getTime() + 50);
  utimesSync(join(folder, "mesh.lock.json"), new Date(), new Date());
  expect(write(folder, two)).toEqual([0, 0, 2]);
  expect(write(folder, two, { check: true })).toEqual([1, 0, 1]);
});

test.each([
  ["a file beside", "notes.txt"],
  ["a file in a folder of meshc's", "north/notes.txt"],
  ["a file in another folder", "other/notes.txt"],
])("a folder with %s is refused and left as it is", (_, name) => {
  const folder = temporaryFolder();
  write(folder, two);
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), "mine");
  const before = tree(folder);
  expect(write(folder, filesOf({ "north/c": "c" }))).toEqual(["MESH5002"]);
  expect(tree(folder)).toEqual(before);
});

test("a folder with files and no lock is refused", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "mesh.yaml"), "apiVersion: meshc/v1\n");
  expect(write(folder, two)).toEqual(["MESH5002"]);
  expect(readdirSync(folder)).toEqual(["mesh.yaml"]);
});

test("a link to a folder elsewhere is not followed", () => {
  const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()];
  write(folder, two);
  rmSync(join(folder, "north"), { recursive: true });
  symlinkSync(elsewhere, join(folder, "north"));
  expect(write(folder, two)).toEqual(["MESH5002"]);
  expect(readdirSync(elsewhere)).toEqual([]);
});

test.each([
  ["no JSON", "{", "MESH5003"],
  ["no lock", "{}", "MESH5003"],
  [
    "a lock of another version",
    JSON.stringify({ version: 2, mesh: "m", compiler: "c", files: {} }),
    "MESH5003",
  ],
  ["a path that leads out", lockText("../outside"), "MESH5003"],
  ["an absolute path", lockText("/etc/outside"), "MESH5003"],
  ["a path with a backslash", lockText("a\\b"), "MESH5003"],
  ["the lock itself", lockText("mesh.lock.json"), "MESH5003"],
])("a lock that holds %s is refused", (_, text, code) => {
  const parent = temporaryFolder();
  writeFileSync(join(parent, "outside"), "precious");
  mkdirSync(join(parent, "out"));
  writeFileSync(join(parent, "out", "mesh.lock.json"), text);
  expect(write(join(parent, "out"), two)).toEqual([code]);
  expect(readFileSync(join(parent, "outside"), "utf8")).toBe("precious");
});

function lockText(path: string): string {
  return JSON.stringify({ version: 1, mesh: "m", compiler: "c", files: { [path]: "0" } });
}

test.each([
  ["a file", (path: string) => writeFileSync(path, "x")],
  ["a device", (path: string) => symlinkSync("/dev/null", path)],
])("an output that is %s is refused", (_, make) => {
  const path = join(temporaryFolder(), "out");
  make(path);
  expect(write(path, two)).toEqual(["MESH5001"]);
  expect(write(join(path, "below"), two)).toEqual(["MESH5001"]);
  expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
});

test("an output on a read-only file system is an error", () => {
  const folder = smallDisk();
  expect(spawnSync("mount", ["-o", "remount,ro", folder]).status).toBe(0);
  const result = writeOutput(join(folder, "out"), two, meta);
  expect(result.diagnostics.map((diagnostic) => diagnostic.message)).toEqual([
    `"${join(folder, "out")}" cannot be written: the file system is read-only`,
  ]);
});

test("a full disk leaves no file half-written, and the next run mends what was left", () => {
  const folder = join(smallDisk(), "out");
  const old = filesOf({ "e/first": "old", "e/second": "old", "e/third": "old" });
  const large = "x".repeat(90_000);
  const now = filesOf({ "e/first": `1${large}`, "e/second": `2${large}`, "e/third": `3${large}` });
  expect(write(folder, old)).toEqual([3, 0, 0]);
  expect(write(folder, now)).toEqual(["MESH5004"]);
  for (const { path, text } of now) expect(["old", text]).toContain(readFileSync(join(folder, path), "utf8"));
  expect(tree(folder)).not.toHaveProperty(["e/third.meshc-part"]);
  expect(tree(folder)["mesh.lock.json"]).toMatchObject({ unfinished: true });
  const small = filesOf({ "e/first": "1", "e/fourth": "4" });
  expect(write(folder, small)).toEqual([2, 2, 0]);
  expect(tree(folder)).toEqual({
    "e/first": "1",
    "e/fourth": "4",
    "mesh.lock.json": lockFor({ "e/first": "1", "e/fourth": "4" }),
  });
});

test("an output with no room for its lock stays as it was", () => {
  const disk = smallDisk();
  const folder = join(disk, "out");
  write(folder, two);
  const fill = "x".repeat(4_096);
  for (let count = 0; ; count++) {
    try {
      writeFileSync(join(disk, `fill-${count}`), fill);
    } catch {
      break;
    }
  }
  const before = tree(folder);
  expect(write(folder, filesOf({ "north/a.conf": "new" }))).toEqual(["MESH5004"]);
  expect(tree(folder)).toEqual(before);
});

test("a run that was killed is mended: parts are removed and every file is looked into", () => {
  const folder = temporaryFolder();
  write(folder, two);
  const lock = { ...(tree(folder)["mesh.lock.json"] as object), unfinished: true };
  writeFileSync(join(folder, "mesh.lock.json"), JSON.stringify(lock));
  writeFileSync(join(folder, "north/a.conf.meshc-part"), "hal");
  writeFileSync(join(folder, "mesh.lock.json.meshc-part"), "{");
  expect(write(folder, two)).toEqual([0, 0, 2]);
  expect(tree(folder)).toEqual({
    "mesh.lock.json": lockFor({ "north/a.conf": "a\n", "south/deep/b.conf": "b\n" }),
    "north/a.conf": "a\n",
    "south/deep/b.conf": "b\n",
  });
});

test("compiling some environments leaves the others' files", () => {
  const folder = temporaryFolder();
  write(folder, two);
  expect(write(folder, filesOf({ "north/c.conf": "c" }), { environments: ["north"] })).toEqual([1, 1, 0]);
  expect(Object.keys(tree(folder))).toEqual(["mesh.lock.json", "north/c.conf", "south/deep/b.conf"]);
  expect(tree(folder)["mesh.lock.json"]).toEqual(
    lockFor({ "north/c.conf": "c", "south/deep/b.conf": "b\n" }),
  );
});

test("a folder that may not be entered is an error for whoever is not root", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "out"));
  chmodSync(join(folder, "out"), 0o000);
  const isRoot = process.getuid?.() === 0;
  expect(write(join(folder, "out"), two)).toEqual(isRoot ? [2, 0, 0] : ["MESH5003"]);
  chmodSync(join(folder, "out"), 0o700);
  expect(existsSync(join(folder, "out", "north"))).toBe(isRoot);
});
