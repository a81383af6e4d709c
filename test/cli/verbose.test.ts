import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commands } from "../../cli/commands.ts";
import { createProgress } from "../../cli/progress.ts";
import { folderWith, meshc } from "./run-meshc.ts";

const manifest = join(process.cwd(), "examples/lines-of-business");

test("compile -v names what is read and made and how long it takes, and says nothing of it elsewhere", async () => {
  const cwd = folderWith({});
  const { code, out, err } = await meshc(["compile", manifest, "-o", "out", "-v"], { cwd });
  expect([code, out]).toEqual([0, expect.stringMatching(/^out: \d+ written/)]);
  expect(err).toMatch(/^read, checked and proven in \d+ ms\ncompiled in \d+ ms\nread .*mesh\.yaml\n/);
  expect(err).toMatch(/\nread .*domains\/customers\.yaml\n/);
  expect(err).toMatch(/\nmade oslo\/.*, \d+ bytes\n/);
  expect(err).toMatch(/\nwritten in \d+ ms\n$/);
  expect((await meshc(["compile", manifest, "-o", "other"], { cwd })).err).toBe("");
  expect((await meshc(["compile", manifest, "-o", "third", "-v", "--quiet"], { cwd })).err).toBe("");
});

test("-v is in the help of commands that have more to say, and taken by all", async () => {
  const speaking = commands.filter(({ options }) => options.some(({ flags }) => flags.includes("--verbose")));
  expect(speaking.map(({ name }) => name)).toEqual(["compile", "plan", "apply", "up", "verify", "rotate"]);
  for (const command of commands) {
    const { out } = await meshc([command.name, "--help"]);
    expect([command.name, out.includes("--verbose")]).toEqual([command.name, speaking.includes(command)]);
    expect((await meshc([command.name, "-v", "--help"])).code).toBe(0);
  }
});

test("with -v progress is told in lines on a terminal too, with the program and the reasons", () => {
  let text = "";
  const output = { write: (more: string) => void (text += more), isTerminal: true };
  const terminal = {
    out: output,
    err: output,
    input: { isTerminal: false, line: async () => undefined },
    cwd: "/",
    environment: { TERM: "xterm" },
    interruption: () => new AbortController().signal,
    interrupted: () => false,
  };
  const invocation = { operands: [], options: { color: true, verbose: true }, terminal, commands } as const;
  const { take } = createProgress(invocation);
  take({ kind: "program", engine: "nats", version: "2.12.1", path: "/opt/nats-server" });
  take({ kind: "instance", instance: "office-0", to: "starting", why: "it is new" });
  expect(text).toBe("nats 2.12.1 (/opt/nats-server)\noffice-0: starting (it is new)\n");
});

test("--quiet leaves out warnings where they are not what was asked for, and never an error", async () => {
  const warned = readFileSync("test/errors/MESH2114-forbids-nothing.yaml", "utf8");
  const wrong = readFileSync("test/errors/MESH2001-unknown-name.yaml", "utf8");
  const cwd = folderWith({ "mesh.yaml": warned, "wrong.yaml": wrong });
  expect((await meshc(["graph"], { cwd })).err).toContain("MESH2114");
  expect(await meshc(["graph", "--quiet"], { cwd })).toMatchObject({ code: 0, err: "" });
  expect((await meshc(["validate", "--quiet"], { cwd })).out).toContain("MESH2114");
  expect((await meshc(["graph", "--quiet", "-m", "wrong.yaml"], { cwd })).err).toContain("MESH2001");
});
