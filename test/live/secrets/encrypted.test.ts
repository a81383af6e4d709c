import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { findGoProgram } from "../../../tools/go-program.mjs";
import { findNatsServer } from "../../../tools/nats-server.mjs";
import { ageKey } from "../../deploy/age-key.ts";
import { copiedExample } from "../../harness/copied-example.ts";
import { pause } from "../../nats/until.ts";

const program = resolve("dist/meshc.js");
let age = "";
let natsServer = "";
beforeAll(async () => {
  natsServer = await findNatsServer();
  age = await findGoProgram("age");
}, 600_000);

/** The quickstart in a folder of its own, and the command line in it; taken down with the test. */
function quickstart() {
  const folder = copiedExample("quickstart");
  const manifest = readFileSync(join(folder, "mesh.yaml"), "utf8");
  const environment: NodeJS.ProcessEnv = {
    PATH: process.env["PATH"],
    HOME: folder,
    MESHC_NATS_SERVER: natsServer,
  };
  const options = (more: NodeJS.ProcessEnv) => ({ cwd: folder, env: { ...environment, ...more } });
  const upFolder = join(folder, ".meshc", "up");
  onTestFinished(() => {
    spawnSync(process.execPath, [program, "down", "--clean"], options({}));
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder,
    upFolder,
    /** Writes the manifest anew, with these recipients. */
    encryptTo(...recipients: readonly string[]) {
      writeFileSync(join(folder, "mesh.yaml"), manifest);
      if (recipients.length > 0)
        appendFileSync(
          join(folder, "mesh.yaml"),
          `state: { secrets: { age: [${recipients.join(", ")}] } }\n`,
        );
    },
    meshc: (more: NodeJS.ProcessEnv, ...args: readonly string[]) =>
      spawnSync(process.execPath, [program, ...args], { ...options(more), encoding: "utf8" }),
    start: (more: NodeJS.ProcessEnv, ...args: readonly string[]) =>
      spawn(process.execPath, [program, ...args], { ...options(more), stdio: "ignore" }),
    state: () => JSON.parse(readFileSync(join(upFolder, "mesh.json"), "utf8")).content,
    /** Files of secrets, with what stands in them. */
    secrets(): ReadonlyMap<string, string> {
      const entries = readdirSync(join(upFolder, "secrets"), { recursive: true, withFileTypes: true });
      const files = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      return new Map(files.toSorted().map((file) => [file, readFileSync(file, "latin1")]));
    },
  };
}

/** What `age` itself finds in a file. */
function decrypted(file: string, key: string): string {
  const { status, stdout, stderr } = spawnSync(age, ["--decrypt", "--identity", key, file], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

function codesIn(text: string): readonly string[] {
  return [...new Set(text.match(/MESH\d+/g))];
}

/** Arguments and environments of all processes that run below a folder. */
function processesBelow(folder: string): readonly string[] {
  return readdirSync("/proc").flatMap((pid) => {
    try {
      if (!/^\d+$/.test(pid) || !readlinkSync(`/proc/${pid}/cwd`).startsWith(`${folder}/`)) return [];
      return [readFileSync(`/proc/${pid}/cmdline`, "utf8") + readFileSync(`/proc/${pid}/environ`, "utf8")];
    } catch {
      return [];
    }
  });
}

test("a mesh with encrypted secrets comes up, is verified and comes back the same, and only with its key", async () => {
  const [mesh, one, two] = [quickstart(), await ageKey(), await ageKey()];
  const withKey = { MESHC_AGE_KEY_FILE: one.file };
  mesh.encryptTo(one.recipient);
  expect(mesh.meshc(withKey, "up", "--tls", "--detach")).toMatchObject({ status: 0 });
  const made = mesh.state();
  expect(made.encrypted).toEqual({ recipients: [one.recipient] });

  const contents = [...mesh.secrets().keys()].map((file) => JSON.parse(decrypted(file, one.file)));
  const values: readonly string[] = contents.flatMap(({ seed, password, privateKey }) =>
    [seed, password, privateKey].filter((value) => value !== undefined),
  );
  expect(values.length).toBeGreaterThan(6);
  const kept = [...mesh.secrets().values(), JSON.stringify(made)].join("\n");
  for (const value of values) expect(kept).not.toContain(value);

  const given = mesh.meshc(withKey, "credentials", "till");
  expect(values).toContain(JSON.parse(given.stdout).identity.nkeySeed);
  expect(mesh.meshc(withKey, "status")).toMatchObject({ status: 0 });
  expect(mesh.meshc(withKey, "verify", "--rights")).toMatchObject({ status: 0 });
  const before = mesh.secrets();
  const commands = [
    ["credentials", "till"],
    ["status"],
    ["verify"],
    ["up", "--detach"],
    ["up", "--tls", "--detach"],
  ];
  for (const args of commands) {
    const without = mesh.meshc({}, ...args);
    expect(without, args.join(" ")).toMatchObject({ status: 1, stdout: "" });
    expect(codesIn(without.stderr), args.join(" ")).toEqual(["MESH5140"]);
    const other = mesh.meshc({ SOPS_AGE_KEY: two.key }, ...args);
    expect(other, args.join(" ")).toMatchObject({ status: 1, stdout: "" });
    expect(codesIn(other.stderr), args.join(" ")).toEqual(["MESH5141"]);
    expect(other.stderr).not.toContain(two.key);
  }
  expect(mesh.secrets()).toEqual(before);

  expect(mesh.meshc({}, "down")).toMatchObject({ status: 0 });
  expect(mesh.meshc({ MESHC_AGE_KEY: one.key }, "up", "--detach")).toMatchObject({ status: 0 });
  expect(mesh.state()).toEqual(made);
  expect(mesh.secrets()).toEqual(before);
  for (const text of processesBelow(mesh.upFolder)) expect(text).not.toContain("AGE-SECRET-KEY");
});

test("recipients come and go while the mesh runs, and nothing of it changes", async () => {
  const [mesh, one, two] = [quickstart(), await ageKey(), await ageKey()];
  const both = { MESHC_AGE_KEY: `${one.key}\n${two.key}` };
  expect(mesh.meshc({}, "up", "--tls", "--detach")).toMatchObject({ status: 0 });
  const { publicKeys, passwords, authorities } = mesh.state();
  const plain = mesh.secrets();
  const count = plain.size;
  const moves: readonly (readonly [readonly string[], string])[] = [
    [[one.recipient], `${count} secrets encrypted to 1 recipient\n`],
    [[one.recipient, two.recipient], `${count} secrets encrypted to 2 recipients\n`],
    [[two.recipient], `${count} secrets encrypted to 1 recipient\n`],
    [[], "MESH5142"],
  ];
  for (const [recipients, told] of moves) {
    mesh.encryptTo(...recipients);
    const up = mesh.meshc(both, "up", "--detach");
    expect(up).toMatchObject({ status: 0, stdout: expect.stringContaining("nothing had to change") });
    expect(up.stderr).toContain(told);
    expect(mesh.state()).toMatchObject({ publicKeys, passwords, authorities });
    for (const { recipient, file } of recipients.length > 0 ? [one, two] : []) {
      for (const [secret, text] of plain) {
        if (recipients.includes(recipient)) expect(decrypted(secret, file)).toBe(text);
        else expect(() => decrypted(secret, file)).toThrow("no identity matched");
      }
    }
  }
  expect(mesh.secrets()).toEqual(plain);
  expect(mesh.meshc({}, "verify")).toMatchObject({ status: 0 });
});

test("a secret that age itself encrypted is taken", async () => {
  const [mesh, { recipient, file }] = [quickstart(), await ageKey()];
  const withKey = { MESHC_AGE_KEY_FILE: file };
  mesh.encryptTo(recipient);
  expect(mesh.meshc(withKey, "up", "--detach")).toMatchObject({ status: 0 });
  const given = mesh.meshc(withKey, "credentials", "till").stdout;
  for (const secret of mesh.secrets().keys()) {
    const input = decrypted(secret, file);
    expect(spawnSync(age, ["--encrypt", "-r", recipient, "-o", secret], { input })).toMatchObject({
      status: 0,
    });
  }
  expect(mesh.meshc(withKey, "credentials", "till").stdout).toBe(given);
  expect(mesh.meshc(withKey, "up", "--detach").stdout).toContain("nothing had to change");
});

test("of two that bring a mesh up at once, one does, and there is one set of authorities", async () => {
  const { recipient, file } = await ageKey();
  for (let pair = 0; pair < 3; pair++) {
    const mesh = quickstart();
    mesh.encryptTo(recipient);
    const withKey = { MESHC_AGE_KEY_FILE: file };
    const runs = [1, 2].map(() => once(mesh.start(withKey, "up", "--tls", "--detach"), "close"));
    const codes = (await Promise.all(runs)).map(([code]) => code);
    expect(codes).toContain(0);
    const { authorities } = mesh.state();
    for (const of of ["servers", "links"]) {
      const secret = join(mesh.upFolder, "secrets", "authorities", `${of}.json`);
      expect(JSON.parse(decrypted(secret, file)).certificate).toBe(authorities[of]);
    }
    expect(mesh.meshc(withKey, "verify")).toMatchObject({ status: 0 });
    mesh.meshc({}, "down", "--clean");
  }
});

test("an `up` that is killed at any time is finished by the next, with what was recorded by then", async () => {
  const [mesh, { recipient, file }] = [quickstart(), await ageKey()];
  const withKey = { MESHC_AGE_KEY_FILE: file };
  mesh.encryptTo(recipient);
  for (let time = 0; time < 8; time++) {
    const run = mesh.start(withKey, "up", "--tls", "--detach");
    const ended = once(run, "close");
    await pause(150 + time * 150);
    run.kill("SIGKILL");
    await ended;
    const left = recordedKeys(mesh);
    expect(mesh.meshc(withKey, "up", "--tls", "--detach"), `killed the ${time + 1}. time`).toMatchObject({
      status: 0,
    });
    const { publicKeys, authorities } = mesh.state();
    expect({ ...publicKeys, ...authorities }).toMatchObject(left);
    mesh.meshc({}, "down", ...(time % 2 === 0 ? ["--clean"] : []));
  }
});

/** Public keys and authorities that a killed run left, where it came so far. */
function recordedKeys({ state }: ReturnType<typeof quickstart>): Readonly<Record<string, string>> {
  try {
    const { publicKeys, authorities = {} } = state();
    return { ...publicKeys, ...authorities };
  } catch {
    return {};
  }
}
