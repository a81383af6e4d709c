import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commands } from "../../cli/commands.ts";
import { faulty, folderWith, meshc } from "./run-meshc.ts";

const plant = `apiVersion: meshc/v1
mesh: { name: plant }
teams: { one: {} }
environments: { plant: { platform: local } }
brokers: { line: { environment: plant, engine: mosquitto } }
domains: { orders: { owner: one, topic: orders, events: { placed: {} } } }
applications: { panel: { team: one, broker: line, publish: [orders.placed] } }
`;

test("a valid manifest exits 0, one with errors 1", async () => {
  expect((await meshc(["validate", "examples/quickstart"])).code).toBe(0);
  const cwd = folderWith({ "mesh.yaml": faulty });
  expect((await meshc(["validate"], { cwd })).code).toBe(1);
  expect((await meshc(["validate", "-m", join(cwd, "mesh.yaml")])).code).toBe(1);
});

test.each([
  [["validat"], "Did you mean validate?"],
  [["help", "validat"], "unknown command 'validat'\n(Did you mean validate?)"],
  [["validate", "--fromat", "json"], "Did you mean --format?"],
  [["validate", "--format", "xml"], "Allowed choices are text, json, sarif, github"],
  [["validate", "a", "b"], "too many arguments"],
  [["compile"], "--output"],
  [["explain"], "what"],
  [["validate", "examples/quickstart", "-m", "examples/quickstart"], "named twice"],
  [["validate", "examples/quickstart", "--today", "tomorrow"], "not a day"],
  [["validate", "examples/quickstart", "--today", "2026-02-31"], "not a day"],
  [["validate", "examples/quickstart", "--env", "offce"], 'did you mean "office"'],
  [["compile", "examples/quickstart", "-o", "/nonexistent/x", "--env", "offce"], 'did you mean "office"'],
  [["graph", "examples/quickstart", "--env", "offce"], 'did you mean "office"'],
  [["verify", "examples/quickstart", "--env", "offce"], 'did you mean "office"'],
  [["explain", "ports", "-m", "examples/quickstart", "--env", "offce"], 'did you mean "office"'],
  [["completion", "tcsh"], "bash, zsh or fish"],
  [["credentials", "till", "-m", "examples/quickstart", "--format", "nats-context"], "-o FILE"],
  [["credentials", "till", "-m", "examples/quickstart", "-o", "a\nb"], "control characters"],
  [["credentials"], "say for which application, or --operator BROKER"],
  [["credentials", "till", "--operator", "shop"], "not both"],
  [["credentials", "till", "--name", "ann"], "--name goes with --operator"],
  [["credentials", "--operator", "shop", "--name", "Ann B."], "what --name says is no name of an operator"],
  [["rotate", "till"], "required option '--revoke' not specified"],
  [["rotate", "--revoke"], "missing required argument 'name'"],
])("%j is wrong usage: exit 64 and a hint", async (args, hint) => {
  const { code, err } = await meshc(args);
  expect(code).toBe(64);
  expect(err).toContain(hint);
});

test("whoever asks to look inside a broker that shows nobody anything is told so before anything is changed", async () => {
  const cwd = folderWith({ "mesh.yaml": plant });
  const { code, err } = await meshc(["credentials", "--operator", "line", "--name", "ann"], { cwd });
  expect(code).toBe(64);
  expect(err).toContain("nobody can be let look inside a broker of mosquitto, which line is");
});

test.each([
  [["-m", "examples/quickstart", "validate"], "ok: mesh"],
  [["--no-color", "--manifest=examples/quickstart", "-v", "validate"], "ok: mesh"],
  [["--env", "office", "-mexamples/quickstart", "--env", "shop", "validate"], "ok: mesh"],
  [["--quiet", "--help"], "Usage: meshc"],
  [["-m", "examples/quickstart", "help", "validate"], "Usage: meshc validate"],
])("%j: options that commands share may stand before the command", async (args, expected) => {
  const { code, out, err } = await meshc(args);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain(expected);
});

test.each([
  [["-m", "x", "validat"], "Did you mean validate?"],
  [["--colour", "validate"], "unknown option '--colour'"],
  [["--overlay", "x", "init"], "unknown option '--overlay'"],
  [["-m", "x", "validate", "y"], "named twice"],
  [["--no-color"], "Usage: meshc"],
])("%j: before the command, what it would refuse behind it is refused", async (args, expected) => {
  const { code, err } = await meshc(args);
  expect(code).toBe(64);
  expect(err).toContain(expected);
});

test("no command at all shows the help and is wrong usage", async () => {
  const { code, err } = await meshc([]);
  expect(code).toBe(64);
  expect(err).toContain("Usage: meshc");
});

test("help and version are asked for, so they exit 0 and go to standard output", async () => {
  for (const args of [["--help"], ["help"], ["help", "validate"], ["validate", "--help"], ["--version"]]) {
    const { code, out, err } = await meshc(args);
    expect([args, code, err]).toEqual([args, 0, ""]);
    expect(out).not.toBe("");
  }
});

test.each(commands)(
  "the help of $name shows every option and an example",
  async ({ name, options, examples }) => {
    const { out } = await meshc([name, "--help"]);
    for (const { flags } of options) expect(out).toContain(flags);
    for (const { command } of examples) expect(out).toContain(`$ ${command}`);
    expect(out).toContain("--no-color");
  },
);

test("a manifest that is not there is an error, not wrong usage", async () => {
  const cwd = folderWith({});
  for (const args of [["validate"], ["compile", "-o", "out"], ["graph"], ["up"], ["verify"], ["fmt"]]) {
    const { code, out, err } = await meshc(args, { cwd });
    expect([args, code]).toEqual([args, 1]);
    expect(out + err).toContain("MESH1001");
  }
});

test("an output that cannot be written is an error that names it", async () => {
  const cwd = folderWith({ "occupied/stranger.txt": "mine", file: "" });
  const manifest = join(process.cwd(), "examples/quickstart");
  const foreign = await meshc(["compile", manifest, "-o", "occupied"], { cwd });
  expect([foreign.code, foreign.err]).toEqual([1, expect.stringContaining("stranger.txt")]);
  const notAFolder = await meshc(["compile", manifest, "-o", "file"], { cwd });
  expect([notAFolder.code, notAFolder.err]).toEqual([1, expect.stringContaining("file")]);
  const picture = await meshc(["graph", manifest, "-o", "none/mesh.mmd"], { cwd });
  expect([picture.code, picture.err]).toEqual([
    1,
    "error: cannot write none/mesh.mmd: there is no such folder\n",
  ]);
});

test("an internal error asks for a report and shows no stack trace unless asked to", async () => {
  const cwd = folderWith({});
  chmodSync(cwd, 0o700);
  const broken = {
    get NO_COLOR(): string {
      throw new Error("a broken rule");
    },
  };
  const brief = await meshc(["validate"], { cwd, environment: broken, isTerminal: true });
  expect(brief.code).toBe(1);
  expect(brief.err).toBe("internal error, please report it: a broken rule\n");
  const verbose = await meshc(["validate", "-v"], { cwd, environment: broken, isTerminal: true });
  expect(verbose.err).toMatch(/\n +at /);
});
