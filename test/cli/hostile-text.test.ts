import { expect, test } from "vitest";
import { diagnosticsJson } from "../../cli/views/diagnostics-json.ts";
import { diagnosticsText } from "../../cli/views/diagnostics-text.ts";
import { paint } from "../../cli/views/paint.ts";
import { visible } from "../../cli/views/visible.ts";
import { instanceFailed, instanceUnhealthy } from "../../deploy/codes.ts";
import { diagnose } from "../../deploy/diagnose.ts";
import { hostileStrings } from "../fuzz/hostile-strings.ts";
import { folderWith, meshc } from "./run-meshc.ts";

const moves = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

test.each(hostileStrings)("%j has nothing left that a terminal or a pipeline would act on", (text) => {
  expect(visible(text)).not.toMatch(moves);
  expect(visible(text)).not.toContain("##[");
});

test("what can be seen stays as it is", () => {
  for (const text of ["größe", "東京", "a\\b", "$(x)", "😀"]) expect(visible(text)).toBe(text);
});

test("no word of a command line begins a command or an escape, or another line", async () => {
  for (const text of [
    ...hostileStrings,
    "::error::x",
    "\n::error::x",
    "##[error]x",
    "x'\n(Did you mean y?)\n",
  ]) {
    const lines = [
      [text],
      [`--${text}`],
      ["help", text],
      ["validate", `--format=${text}`],
      ["init", "a", text],
    ];
    for (const args of [
      ...lines,
      ["validate", `--${text}`],
      ["validate", "--env", text],
      ["explain", text],
    ]) {
      const { out, err } = await meshc(args, { cwd: folderWith({}) });
      const written = (out + err).split("\n");
      expect([args, written.filter((line) => moves.test(line))]).toEqual([args, []]);
      expect(written.filter((line) => /^\s*::/.test(line) || line.includes("##["))).toEqual([]);
    }
  }
});

const formats = ["text", "github"] as const;

/** Manifests that carry a string into a message and into a source line, where YAML lets them. */
function manifestsWith(text: string): readonly string[] {
  return [
    `apiVersion: meshc/v1\nmesh: { name: ${JSON.stringify(text)} }\n`,
    `apiVersion: meshc/v1\nmesh: { name: shop }\n${JSON.stringify(text)}: 1\n`,
    `apiVersion: ${text}\n`,
  ];
}

test.each(formats)("no string of a manifest begins a command or an escape in %s", async (format) => {
  for (const text of [...hostileStrings, "::error::x", "\n::error::x", "##[error]x", "a\u0085::error::x"]) {
    for (const manifest of manifestsWith(text)) {
      const cwd = folderWith({ "mesh.yaml": manifest });
      const { out, err } = await meshc(["validate", "--format", format], { cwd });
      const lines = (out + err).split("\n");
      expect(lines.filter((line) => moves.test(line))).toEqual([]);
      const commands = lines.filter((line) => /^\s*::/.test(line) || line.includes("##["));
      expect(commands.filter((line) => !line.startsWith("::error file=mesh.yaml,line="))).toEqual([]);
    }
  }
});

test("the end of a server's log stands below its message, a line each, with which nothing can be done to a terminal", () => {
  const log = ["[1] [INF] \u001b[31mstarts", "  [ERR] no port\r", "::error::x", "##[error]x"];
  const command = "meshc up";
  for (const one of [
    diagnose(instanceFailed, { instance: "hub-0", command, why: "its process ended", log }),
    diagnose(instanceUnhealthy, { instance: "hub-0", command, seconds: 30, log }),
  ]) {
    const options = { paint: paint(false), prefix: "", limit: 10 };
    const lines = diagnosticsText([one], options).split("\n");
    expect(lines.slice(0, 6)).toEqual([
      expect.stringMatching(/^error MESH511[01]: hub-0 did not .*; its log ends:$/),
      "  | [1] [INF] \\u{1b}[31mstarts",
      "  |   [ERR] no port",
      "  | ::error::x",
      "  | #\\u{23}[error]x",
      expect.stringMatching(/^ {2}help: /),
    ]);
    const [told] = (JSON.parse(diagnosticsJson([one])) as { diagnostics: { message: string }[] }).diagnostics;
    expect(told?.message).toBe(one.message);
    expect(told?.message).toContain("its log ends:\n  [1] [INF] \u001b[31mstarts\n");
  }
});
