import { expect, test } from "vitest";
import { expandGlob, refusesPattern, resolveFrom } from "../../compiler/source/glob.ts";
import type { FolderEntry, SourceReader } from "../../compiler/source/source-reader.ts";

const folders: Readonly<Record<string, readonly FolderEntry[]>> = {
  "": [
    file("mesh.yaml"),
    file("b.yaml"),
    file("a.yaml"),
    file(".hidden.yaml"),
    folder("sites"),
    folder(".git"),
  ],
  sites: [file("oslo.yaml"), file("oslo.yml"), folder("north"), { name: "loop", kind: "link-to-folder" }],
  "sites/north": [file("tromso.yaml"), file("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")],
  "sites/loop": [file("again.yaml"), folder("north")],
  ".git": [file("config.yaml")],
};

function file(name: string): FolderEntry {
  return { name, kind: "file" };
}

function folder(name: string): FolderEntry {
  return { name, kind: "folder" };
}

const reader: SourceReader = {
  read: () => ({ kind: "missing" }),
  readNamed: () => ({ kind: "missing" }),
  nameOf: (path) => path,
  list: (name) => folders[name] ?? [],
};

test.each([
  ["*.yaml", ["a.yaml", "b.yaml", "mesh.yaml"]],
  ["?.yaml", ["a.yaml", "b.yaml"]],
  ["m*h.y*l", ["mesh.yaml"]],
  [".*.yaml", [".hidden.yaml"]],
  ["sites/*", ["sites/oslo.yaml", "sites/oslo.yml"]],
  ["*/oslo.yaml", ["sites/oslo.yaml"]],
  ["sites/*/*.yaml", ["sites/loop/again.yaml", "sites/north/tromso.yaml"]],
  ["**/*.yaml", ["a.yaml", "b.yaml", "mesh.yaml", "sites/north/tromso.yaml", "sites/oslo.yaml"]],
  ["sites/**/*.yaml", ["sites/north/tromso.yaml", "sites/oslo.yaml"]],
  ["**/tromso.yaml", ["sites/north/tromso.yaml"]],
  ["sites/north/**", ["sites/north/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "sites/north/tromso.yaml"]],
  ["nowhere/*.yaml", []],
  ["*.json", []],
  [`sites/north/${"*a".repeat(30)}*b`, []],
])("%s matches %j", (pattern, names) => {
  expect(expandGlob(pattern, reader)).toEqual(names);
});

test.each(["", "/etc/*.yaml", "C:/x", "a\\b", "[ab].yaml", "{a,b}.yaml", "**.yaml", "a/b**/c"])(
  "%j is refused as an include",
  (pattern) => {
    expect(refusesPattern(pattern)).toBeTypeOf("string");
  },
);

test.each([
  ["mesh.yaml", "a.yaml", "a.yaml"],
  ["sites/x.yaml", "y.yaml", "sites/y.yaml"],
  ["sites/x.yaml", "./n/../y.yaml", "sites/y.yaml"],
  ["sites/x.yaml", "../y.yaml", "y.yaml"],
  ["sites/x.yaml", "../../y.yaml", undefined],
  ["mesh.yaml", "../repo/y.yaml", undefined],
  ["../overlay.yaml", "rows.yaml", undefined],
])("from %s, %s is %s", (from, path, name) => {
  expect(resolveFrom(from, path)).toBe(name);
});
