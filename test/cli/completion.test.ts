import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commands } from "../../cli/commands.ts";
import { folderWith, meshc } from "./run-meshc.ts";

async function script(shell: string): Promise<string> {
  const { code, out } = await meshc(["completion", shell]);
  expect(code).toBe(0);
  return out;
}

/** What bash would offer for the last of some words. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const quoted = words.map((word) => `'${word}'`).join(" ");
  // Stands for meshc itself: offers what it was asked with, a word each.
  const meshcItself = `meshc() { printf '%s\\n' "asked:$1" "$@"; }`;
  const ask = `${meshcItself}; COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _meshc; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const cwd = folderWith({ "mesh.yaml": "" });
  const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", `${await script("bash")}\n${ask}`], {
    cwd,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return stdout.trim().split("\n");
}

test("bash offers every command, then its flags, their values, and files", async () => {
  expect(await offered("meshc", "")).toEqual([
    ...commands.map(({ name }) => name),
    "help",
    "--help",
    "--version",
  ]);
  expect(await offered("meshc", "val")).toEqual(["validate"]);
  expect(await offered("meshc", "validate", "--for")).toEqual(["--format"]);
  expect(await offered("meshc", "validate", "--format", "")).toEqual(["text", "json", "sarif", "github"]);
  expect(await offered("meshc", "graph", "--format", "m")).toEqual(["mermaid"]);
  expect(await offered("meshc", "validate", "me")).toEqual(["mesh.yaml"]);
});

test("bash looks for the command behind options that stand before it", async () => {
  const all = [...commands.map(({ name }) => name), "help", "--help", "--version"];
  expect(await offered("meshc", "-m", "infra", "")).toEqual(all);
  expect(await offered("meshc", "-m", "infra", "--no-color", "val")).toEqual(["validate"]);
  expect(await offered("meshc", "-m", "infra", "validate", "--for")).toEqual(["--format"]);
  expect(await offered("meshc", "--quiet", "graph", "--format", "m")).toEqual(["mermaid"]);
  expect(await offered("meshc", "-m", "mes")).toEqual(["mesh.yaml"]);
  const typed = ["asked:names", "names", "applications", "--", "-m", "infra", "credentials"];
  expect(await offered("meshc", "-m", "infra", "credentials", "")).toEqual(typed);
});

test("bash offers the shells, the commands that help knows, and asks meshc for names with what was typed", async () => {
  expect(await offered("meshc", "completion", "")).toEqual(["bash", "zsh", "fish"]);
  expect(await offered("meshc", "help", "co")).toEqual(["compile", "completion"]);
  const typed = ["asked:names", "names", "applications", "--", "credentials"];
  expect(await offered("meshc", "credentials", "")).toEqual(typed);
  expect(await offered("meshc", "credentials", "-m", "infra", "inf")).toEqual(["infra"]);
  expect(await offered("meshc", "explain", "par")).toEqual(["parts"]);
  expect(await offered("meshc", "compile", "-o", "out", "--env", "env")).toEqual(["environments"]);
});

test("names are those of the manifest that -m names, or of the current folder; none where it has errors", async () => {
  const examples = join(process.cwd(), "examples");
  const names = async (...args: readonly string[]) =>
    (await meshc(["names", ...args], { cwd: join(examples, "quickstart") })).out.trim().split("\n");
  expect(await names("applications")).toEqual(["picking", "revenue", "till"]);
  expect(await names("parts")).toEqual(expect.arrayContaining(["ports", "shop", "shop.uplink", "till"]));
  const other = ["--", "compile", "-m", "../lines-of-business", "--env"];
  expect(await names("environments", ...other)).toEqual(["frankfurt", "oslo", "virginia"]);
  expect(await names("environments", "--", "--manifest=../microservices")).toEqual(["america", "europe"]);
  const cwd = folderWith({ "mesh.yaml": "a: [" });
  expect(await meshc(["names", "applications"], { cwd })).toEqual({ code: 0, out: "", err: "" });
  expect((await meshc(["--help"])).out).not.toMatch(/^ +names /m);
});

test.each(["bash", "zsh", "fish"])("the script for %s names every command and every flag", async (shell) => {
  const text = await script(shell);
  for (const { name, options } of commands) {
    expect(text).toContain(name);
    for (const { flags } of options) {
      const long = /--([a-z-]+)/.exec(flags)?.[1] ?? "";
      expect(text).toContain(shell === "fish" ? `-l ${long}` : `--${long}`);
    }
  }
});

test("no text of an option can end its quotes", async () => {
  for (const shell of ["zsh", "fish"]) {
    for (const line of (await script(shell)).split("\n")) {
      const escaped = shell === "zsh" ? /'\\''/g : /\\['\\]/g;
      const quotes = line.replace(escaped, "").match(/'/g) ?? [];
      expect([line, quotes.length % 2]).toEqual([line, 0]);
    }
  }
});

test("the script for bash parses", async () => {
  const cwd = folderWith({ "completion.bash": await script("bash") });
  expect(spawnSync("bash", ["-n", join(cwd, "completion.bash")]).status).toBe(0);
});
