import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { pause } from "../nats/until.ts";
import { leakHunt } from "./leaks.ts";
import { newCanary, type Planted } from "./needles.ts";
import type { Kind } from "./planted-mesh.ts";
import { run } from "./run.ts";

type Hunt = Awaited<ReturnType<typeof leakHunt>>;

/** Lets meshc do everything that it does with a mesh of planted values, well and badly, and searches what is left of it. */
export async function huntThrough(folder: string, kinds: readonly Kind[]): Promise<void> {
  const hunt = await leakHunt(folder, kinds);
  try {
    await works(hunt);
    const failing = await fails(hunt);
    await crashes(hunt);
    await hunt.meshc(["down", "-v"]);
    const found = hunt.search(failing);
    expect(found.hits).toEqual([]);
    expect(found.files).toBeGreaterThan(100);
    expect(found.processes).toBeGreaterThan(20);
    expect(found.recorded).toBeGreaterThan(10);
    await isFound(hunt);
  } finally {
    await hunt.meshc(["down", "--clean"]);
    hunt.processes.stop();
  }
}

/** All that goes well, at every level of what is said. */
async function works(hunt: Hunt): Promise<void> {
  const succeed = async (args: readonly string[], changes: NodeJS.ProcessEnv = {}): Promise<void> => {
    const { code, errors } = await hunt.meshc(args, changes);
    expect([args, code, code === 0 ? "" : errors]).toEqual([args, 0, ""]);
  };
  const without = Object.fromEntries(Object.keys(hunt.environment).map((name) => [name, undefined]));
  const nothing = { ...without, PATH: "/nowhere", HOME: join(hunt.folder, "home") };
  for (const args of [["validate"], ["validate", "-v"], ["validate", "--format", "json"]])
    await succeed(args);
  await succeed(["compile", "-o", "out", "-v"]);
  // The same bytes where there are no secrets at all.
  await succeed(["compile", "-o", "out-elsewhere"], nothing);
  expect(treeOf(join(hunt.folder, "out-elsewhere"))).toEqual(treeOf(join(hunt.folder, "out")));
  await succeed(["explain", "b0"]);
  await succeed(["graph"]);
  await succeed(["up", "--tls", "--detach", "-v"]);
  for (const args of [["status"], ["status", "--json"], ["status", "-v"]]) await succeed(args, nothing);
  await succeed(["verify", "-v"], { ...nothing, PATH: process.env["PATH"] });
  for (const format of ["json", "nats-context", "env", "properties", "kubernetes"])
    await succeed(["credentials", "books", "--format", format, "-o", join("home", `credentials-${format}`)]);
  await succeed(["up", "--detach"]);
  await succeed(["up", "--detach", "--quiet"]);
  await succeed(["down"]);
  await succeed(["up", "--detach", "-v"]);
}

function treeOf(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => `${path.slice(folder.length)}\n${readFileSync(path, "utf8")}`);
}

/** All that goes badly: what references lead to is no certificate, is missing, or cannot be asked for. */
async function fails(hunt: Hunt): Promise<readonly Planted[]> {
  const { text, planted } = newCanary("no certificate");
  // One of each part.
  const inFiles = new Map(
    hunt.parts.filter(({ kind }) => kind === "file").map((each) => [each.part, each] as const),
  ).values();
  const fail = async (code: string, changes: NodeJS.ProcessEnv = {}): Promise<void> => {
    for (const args of [
      ["up", "--tls", "--detach"],
      ["up", "--tls", "--detach", "-v"],
    ]) {
      const { code: ended, errors } = await hunt.meshc(args, changes);
      expect([ended, errors]).toEqual([1, expect.stringContaining(code)]);
    }
  };
  for (const { broker, part, value } of inFiles) {
    const file = join("kept", `${broker}-${part}`);
    for (const other of [text, `${text}${value.replace(/(BEGIN [A-Z ]+-----\n).{8}/, "$1")}`, "\n"]) {
      hunt.put(file, other);
      await fail(other === "\n" ? "MESH5401" : "MESH5402");
    }
    rmSync(join(hunt.folder, file));
    await fail("MESH5401");
    hunt.put(file, value);
  }
  const variable = hunt.parts.find(({ kind }) => kind === "env");
  if (variable) {
    const name = variable.reference.slice("env:".length);
    await fail("MESH5402", { [name]: text });
    await fail("MESH5401", { [name]: "" });
  }
  const unset = ["SOPS_AGE_KEY_FILE", "VAULT_TOKEN", "VAULT_ADDR", "KUBECONFIG", "PULUMI_CONFIG_PASSPHRASE"];
  for (const name of unset.filter((each) => each in hunt.environment)) {
    await fail("MESH5401", { [name]: undefined });
    await fail("MESH5401", { [name]: "nonsense" });
  }
  await fail("MESH5401", {
    PATH: "/nowhere",
    ...(unset.every((name) => !(name in hunt.environment)) && anyUnset(hunt)),
  });
  return [planted];
}

/** Where no program is asked, only a variable can be missing. */
function anyUnset({ parts }: Hunt): NodeJS.ProcessEnv {
  const name = parts.find(({ kind }) => kind === "env")?.reference.slice("env:".length) ?? "";
  return { [name]: undefined };
}

/** A run that is killed at several moments, and one that ends by a fault of its own, whose stack is printed. */
async function crashes(hunt: Hunt): Promise<void> {
  const crash = join(hunt.folder, "crash.cjs");
  const when = (count: number) => `
    const files = require("node:fs/promises");
    const open = files.open;
    let opened = 0;
    files.open = async (...args) => {
      if (++opened === ${count}) throw new TypeError("a fault that was put there");
      return open(...args);
    };`;
  for (const count of [1, 5, 12]) {
    await hunt.meshc(["down"]);
    writeFileSync(crash, when(count));
    const ran = await hunt.meshc(["up", "--tls", "--detach", "-v"], { NODE_OPTIONS: `--require ${crash}` });
    expect([ran.code, ran.errors]).toEqual([1, expect.stringContaining("a fault that was put there")]);
  }
  for (const milliseconds of [150, 400, 900, 1_500]) {
    await hunt.meshc(["down"]);
    const killed: number[] = [];
    const running = run(
      process.execPath,
      [join(process.cwd(), "dist/meshc.js"), "up", "--tls", "--detach", "-v"],
      { folder: hunt.folder, environment: hunt.environment },
      (pid) => (hunt.processes.add(pid), killed.push(pid)),
    );
    await pause(milliseconds);
    // On a fast machine the last may have ended before.
    for (const pid of killed) if (await nodeHost().processes.find(pid)) process.kill(pid, "SIGKILL");
    const { output, errors } = await running;
    hunt.say(`what a killed run says`, `${output}\n${errors}`);
  }
}

/** The search finds what is put where it should not be, in every form: else nothing found would mean nothing. */
async function isFound(hunt: Hunt): Promise<void> {
  const [planted] = hunt.planted;
  const [key] = hunt.keys;
  if (!planted || !key) throw new Error("nothing was planted");
  const place = join(hunt.folder, "out");
  mkdirSync(place, { recursive: true });
  for (const { name, needles } of [planted, key]) {
    for (const needle of needles) {
      writeFileSync(join(place, "control"), `before ${needle} after`);
      expect(hunt.search().hits).toEqual([`${name} in out/control`]);
    }
  }
  rmSync(join(place, "control"));
  const [text = ""] = planted.needles;
  const environment = { PATH: process.env["PATH"], SHOWN: text };
  await run(
    "sh",
    ["-c", `sleep 1; true ${JSON.stringify(planted.needles.at(-1))}`],
    { folder: hunt.folder, environment },
    (pid) => {
      hunt.processes.add(process.pid);
      expect(pid).toBeGreaterThan(0);
    },
  );
  const kinds = new Set(hunt.search().hits.map((hit) => hit.replace(/ of process \d+.*$/, "")));
  expect(kinds).toContain(`${planted.name} in arguments`);
  expect(kinds).toContain(`${planted.name} in environment`);
}
