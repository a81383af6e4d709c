import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nodeHost } from "../../../deploy/host/node-host.ts";
import { findNatsServer } from "../../../tools/nats-server.mjs";
import { copiedExample } from "../../harness/copied-example.ts";

const program = resolve("dist/meshc.js");
const late = `apiVersion: meshc/v1
applications:
  audit: { team: sales, broker: office, subscribe: [orders.placed] }
`;
let folder = "";
let environment: NodeJS.ProcessEnv = {};

beforeEach(async () => {
  folder = copiedExample("quickstart");
  environment = { PATH: process.env["PATH"], HOME: folder, MESHC_NATS_SERVER: await findNatsServer() };
  writeFileSync(join(folder, "late.yaml"), late);
});

afterEach(async () => {
  meshc("down", "--clean");
  const all = await nodeHost().processes.all();
  for (const { pid, folder: at } of all) if (at?.startsWith(`${folder}/`)) process.kill(pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

function meshc(...args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [program, ...args], { cwd: folder, env: environment, encoding: "utf8" });
}

function faultsOf(schema: string, value: unknown): readonly unknown[] {
  const validate = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(`schema/output/${schema}.json`, "utf8")) as object,
  );
  validate(value);
  return validate.errors ?? [];
}

const noChanges =
  /^No changes: .*\nPlan: 0 to add, 0 to change, 0 to replace, 0 to remove; worst effect: NONE\n$/;

test("plan, apply, an empty plan, a change, a saved plan carried out, and one that is stale, as a user types them", () => {
  const first = meshc("apply", "--auto-approve");
  expect([first.status, first.stderr.includes("error")]).toEqual([0, false]);
  expect(first.stdout).toMatch(/\nPlan: \d+ to add, .*\napplied: 2 instances, 2 started or changed\n$/);
  expect(first.stderr).toContain("wave 1 (hubs) is in force: office\n");
  expect(meshc("plan").stdout).toMatch(noChanges);
  expect(meshc("plan", "--detailed-exitcode").status).toBe(0);

  const overlay = ["--overlay", "late.yaml"];
  expect(meshc("plan", ...overlay, "--detailed-exitcode", "--out", "plan.json").status).toBe(2);
  expect(meshc("apply", "plan.json", "--auto-approve").stderr).toContain("MESH5702");
  const lines = meshc("apply", "plan.json", ...overlay, "--auto-approve", "--json");
  expect(lines.status).toBe(0);
  const told = lines.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { kind: string });
  expect(told.flatMap((line) => faultsOf("apply", line))).toEqual([]);
  expect([told[0]?.kind, told.at(-1)]).toEqual([
    "plan",
    expect.objectContaining({ kind: "done", ok: true, touched: 1 }),
  ]);
  expect(meshc("plan", ...overlay).stdout).toMatch(noChanges);

  const stale = meshc("apply", "plan.json", ...overlay, "--auto-approve");
  expect([stale.status, stale.stdout]).toEqual([1, ""]);
  expect(stale.stderr).toMatch(
    /MESH5702: the plan is out of date: .*office\.json moved from serial \d+ to \d+/,
  );
});

test("status, verify and credentials are about what was applied, unless up runs a mesh here, and say so", () => {
  expect(meshc("status").stderr).toContain("MESH5115");
  expect(meshc("status", "--applied").stderr).toContain("MESH5708");
  expect(meshc("apply", "--auto-approve", "--quiet").status).toBe(0);
  const status = meshc("status");
  expect([status.status, status.stdout]).toEqual([0, expect.stringContaining("ok: all as applied")]);
  expect(meshc("verify").stdout).toMatch(/^ok: 5 of 5 flows delivered/m);
  const port = (...args: readonly string[]): unknown =>
    (JSON.parse(meshc("credentials", "picking", ...args).stdout) as { brokers: [{ urls: unknown }] })
      .brokers[0].urls;
  expect(port()).toEqual(["nats://127.0.0.1:4222"]);
  expect(meshc("verify", "--overlay", "late.yaml").stderr).toContain("MESH5721");
  expect(meshc("plan", "--live").stdout).toContain(
    "What runs now, compared with what was applied:\nENVIRONMENT",
  );

  expect(meshc("up", "--detach", "--quiet").status).toBe(0);
  const both = meshc("status");
  expect(both.stderr).toBe(
    "This is about the mesh that `meshc up` runs here; say --applied for what was applied.\n",
  );
  expect(meshc("status", "--up").stderr).toBe("");
  expect(meshc("status", "--applied").stderr).toBe("");
  expect(port()).not.toEqual(port("--applied"));
  const listed = JSON.parse(meshc("state", "list", "--json").stdout) as object;
  expect(faultsOf("state", listed)).toEqual([]);
  expect(listed).toMatchObject({ documents: [{ name: "mesh" }, { name: "office" }, { name: "shop" }] });
});

test("what was applied and does not run any more is told, and apply starts it again", async () => {
  meshc("apply", "--auto-approve", "--quiet");
  for (const { pid, folder: at } of await nodeHost().processes.all())
    if (at?.startsWith(`${folder}/`)) process.kill(pid, "SIGKILL");
  const status = meshc("status");
  expect([status.status, status.stdout.includes("DOWN")]).toEqual([1, true]);
  expect(status.stdout).not.toContain("meshc up");
  expect(meshc("plan").stdout).toMatch(noChanges);
  expect(meshc("apply", "--auto-approve").stdout).toContain("applied: 2 instances, 2 started or changed");
  expect(meshc("status").status).toBe(0);
});

/** Runs `meshc apply` on a terminal of its own and types something once it asks. */
async function onTerminal(typed: string): Promise<{ readonly code: number | null; readonly seen: string }> {
  const script = `import os, pty, sys
pid, fd = pty.fork()
if pid == 0: os.execv(sys.argv[1], sys.argv[1:])
seen, asked = b"", False
while True:
    try: more = os.read(fd, 4096)
    except OSError: break
    if not more: break
    seen += more
    if not asked and b"is a yes: " in seen:
        asked = True
        os.write(fd, ${JSON.stringify(typed)}.encode())
os.write(1, seen)
status = os.waitpid(pid, 0)[1]
sys.exit(os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 99)`;
  const child = spawn("python3", ["-c", script, process.execPath, program, "apply"], {
    cwd: folder,
    env: environment,
  });
  let seen = "";
  child.stdout.on("data", (data: Buffer) => (seen += data.toString()));
  const code = await new Promise<number | null>((settle) => child.once("close", settle));
  return { code, seen };
}

test.each([
  ["no\n", 1],
  ["\n", 1],
  ["\u0004", 1],
  ["\u0003", 130],
  ["yes\n", 0],
])("on a terminal %j is answered with exit code %i", async (typed, code) => {
  const ran = await onTerminal(typed);
  expect(ran.seen).toContain("Carry this plan out?");
  expect(ran.code).toBe(code);
  if (code === 0) expect(ran.seen).toContain("applied: 2 instances");
  else expect(ran.seen).toContain("Nothing was changed.");
});

test("what may not be applied is told before anybody is asked", async () => {
  const manifest = join(folder, "mesh.yaml");
  writeFileSync(
    manifest,
    readFileSync(manifest, "utf8").replace("shop: { platform: local,", "shop: { platform: kubernetes,"),
  );
  const ran = await onTerminal("yes\n");
  expect(ran.code).toBe(1);
  expect(ran.seen).toContain("MESH5703");
  expect(ran.seen).not.toContain("Carry this plan out?");
});
