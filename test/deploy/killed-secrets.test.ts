import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { fileSecrets } from "../../deploy/state/secrets.ts";
import { inParallel } from "../../deploy/verify/in-parallel.ts";
import { ageKey } from "./age-key.ts";
import { bringSecrets, oneOfEach, type Values } from "./bring-secrets.ts";
import { bundledProgram } from "./program.ts";
import { stopAt } from "./stop-at.ts";

let program: Awaited<ReturnType<typeof bundledProgram>>;
let stopped: Awaited<ReturnType<typeof stopAt>>;
beforeAll(async () => {
  program = await bundledProgram();
  stopped = await stopAt();
});
afterAll(() => program.remove());

const patience = 300_000;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "meshc-killed-secrets-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Two keys, one alone in a file, and both in another. */
async function keys() {
  const [one, two] = [await ageKey(), await ageKey()];
  const both = join(folder(), "both");
  writeFileSync(both, `${one.key}\n${two.key}\n`);
  const alone = { plain: both, one: one.file, two: two.file };
  return { one: one.recipient, two: two.recipient, file: both, alone };
}

/** What every secret of a folder holds, as who has the private keys reads it; a damaged one throws. */
async function contents(path: string, file: string): Promise<ReadonlyMap<string, unknown>> {
  const host = { ...nodeHost(), environment: { MESHC_AGE_KEY_FILE: file } };
  const secrets = fileSecrets(host, join(path, "secrets"));
  const names = await secrets.place.names();
  const found = new Map<string, unknown>();
  for (const name of names.ok ? names.value : []) {
    const [kind, of = ""] = name.split("/");
    const read =
      kind === "keys"
        ? await secrets.key(of)
        : kind === "passwords"
          ? await secrets.password(of)
          : await secrets.certified(kind === "authorities" ? "authorities" : "certificates", of);
    if (!read.ok || read.value === undefined || read.value === "damaged")
      throw new Error(`${name} is unreadable`);
    found.set(name, read.value);
  }
  return found;
}

async function brought(path: string, file: string, recipients: readonly string[]): Promise<Values> {
  const host = { ...nodeHost(), environment: { MESHC_AGE_KEY_FILE: file } };
  const result = await bringSecrets(host, path, recipients, oneOfEach);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join("\n"));
  return result.value;
}

/** Whether every secret is encrypted; `undefined` where some are. */
function areEncrypted(path: string): boolean | undefined {
  const files = readdirSync(join(path, "secrets"), { recursive: true, withFileTypes: true });
  const kinds = files
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      readFileSync(join(parentPath, name), "latin1").startsWith("age-encryption"),
    );
  return kinds.every((kind) => kind === kinds[0]) ? kinds[0] : undefined;
}

const changes: readonly [string, "none" | "plain" | "one", "plain" | "one" | "two"][] = [
  ["makes secrets", "none", "plain"],
  ["makes secrets and encrypts them", "none", "one"],
  ["encrypts what was plain", "plain", "one"],
  ["encrypts to others", "one", "two"],
  ["decrypts what was encrypted", "one", "plain"],
];

/** Where a change begins, what does it, and what has to be after a run of it that ended at a step. */
async function beginning(from: "none" | "plain" | "one", to: "plain" | "one" | "two") {
  const { one, two, file, alone } = await keys();
  const recipients = { plain: [], one: [one], two: [two] };
  const start = folder();
  const values = from === "none" ? undefined : await brought(start, file, recipients[from]);
  const before = values && (await contents(start, file));
  const copy = (): string => {
    const path = folder();
    cpSync(start, path, { recursive: true });
    return path;
  };
  const judge = async (path: string, step: number): Promise<Values> => {
    const left = await contents(path, file);
    if (before) expect(left, `step ${step}`).toEqual(before);
    const next = await brought(path, file, recipients[to]);
    if (values) expect(next, `step ${step}`).toEqual(values);
    expect(areEncrypted(path), `step ${step}`).toBe(to !== "plain");
    // Whoever has the new key alone can read all, and it is what was there before.
    const after = await contents(path, alone[to]);
    for (const [name, value] of left) expect(after.get(name), `${name} after step ${step}`).toEqual(value);
    return next;
  };
  const aloneBrings = (path: string) => brought(path, alone[to], recipients[to]);
  return { environment: { MESHC_AGE_KEY_FILE: file }, recipients: recipients[to], copy, judge, aloneBrings };
}

test.each(changes)(
  "a run that %s and stops for good at any step leaves each secret whole, and the next run finishes it with the same",
  async (_, from, to) => {
    const { environment, recipients, copy, judge } = await beginning(from, to);
    const run = (path: string, step: number) =>
      stopped(step, environment, (host) => bringSecrets(host, path, recipients, oneOfEach));
    const { steps } = await run(copy(), 0);
    expect(steps).toBeGreaterThan(60);
    for (let step = 1; step <= steps; step++) {
      const path = copy();
      expect(await run(path, step), `step ${step}`).toEqual({ stopped: true, steps: step });
      await judge(path, step);
      rmSync(path, { recursive: true });
    }
  },
  patience,
);

/** Every step and many pairs take minutes; the long suite "killed-runs" asks for them. */
const everything = process.env["KILLED_RUNS"] === "all";
const pairs = everything ? 20 : 6;
const stepsTried = (count: number): readonly number[] => {
  const all = Array.from({ length: count }, (_, index) => index + 1);
  return everything ? all : all.filter((step) => step % Math.ceil(count / 5) === 1);
};

test.each(changes)(
  "a process that %s and is killed leaves each secret whole too, and the next finishes it with the same",
  async (_, from, to) => {
    const { environment, recipients, copy, judge, aloneBrings } = await beginning(from, to);
    const run = (path: string, step: number) =>
      program.run(["secrets", path, String(step), recipients.join(",")], { ...process.env, ...environment });
    const count = Number((await run(copy(), 0)).output);
    // What is stopped above is what a process of its own does.
    const alike = await stopped(0, environment, (host) => bringSecrets(host, copy(), recipients, oneOfEach));
    expect(alike.steps).toBe(count);
    const tried = stepsTried(count);
    expect(tried.length).toBeGreaterThan(3);
    await inParallel(
      tried,
      async (step) => {
        const path = copy();
        expect(await run(path, step), `step ${step}`).toMatchObject({ signal: "SIGKILL" });
        const next = await judge(path, step);
        expect(await aloneBrings(path), `step ${step}`).toEqual(next);
        rmSync(path, { recursive: true });
      },
      2,
    );
  },
  patience,
);

test.each([
  ["plain", false],
  ["encrypted", true],
])(
  "two runs at once agree on one set of %s authorities, keys and passwords",
  async (_, encrypted) => {
    const { one, file } = await keys();
    const environment = { ...process.env, MESHC_AGE_KEY_FILE: file };
    for (let pair = 0; pair < pairs; pair++) {
      const path = folder();
      mkdirSync(join(path, "up"));
      const args = ["at-once", path, "0", encrypted ? one : ""];
      const runs = [program.run(args, environment), program.run(args, environment)];
      const isReady = () => readdirSync(path).filter((name) => name.startsWith("ready.")).length === 2;
      while (!isReady()) await nodeHost().sleep(5);
      expect(existsSync(join(path, "up", "mesh.json"))).toBe(false);
      writeFileSync(join(path, "go"), "");
      const [first, second] = await Promise.all(runs);
      expect(first?.output, `pair ${pair}`).toMatch(/^[0-9a-f]{64}$/);
      expect(second, `pair ${pair}`).toEqual(first);
      const recorded = JSON.parse(readFileSync(join(path, "up", "mesh.json"), "utf8")).content.authorities;
      const kept = await contents(join(path, "up"), file);
      expect(kept.get("authorities/servers")).toMatchObject({ certificate: recorded.servers });
      expect(kept.get("authorities/links")).toMatchObject({ certificate: recorded.links });
    }
  },
  patience,
);
