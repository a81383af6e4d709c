import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compareSync } from "bcryptjs";
import { expect, onTestFinished, test } from "vitest";
import type { SecretReference, Workload } from "../../compiler/model/workload.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { ensureIdentities, type Identities } from "../../deploy/identities.ts";
import { newPasswordPair } from "../../deploy/password-pair.ts";
import type { MeshState } from "../../deploy/state/documents.ts";
import { fileSecrets } from "../../deploy/state/secrets.ts";
import { newKeyPair } from "../../targets/engines/nats/live/key-pair.ts";

const nothing: MeshState = { mesh: "m", publicKeys: {}, passwords: [] };
const till = { kind: "publicKey", of: "application.till" } as const;
const link = { kind: "seed", of: "link.a.b" } as const;
const trust = { kind: "password", of: "cluster.core" } as const;
const login = { kind: "loginPassword", of: "application.till" } as const;
const pbkdf2 = { kind: "pbkdf2", of: "application.till" } as const;
const bcrypt = { kind: "bcrypt", of: "application.till" } as const;

function workload(...parts: readonly SecretReference[]): readonly Workload[] {
  const instance = {
    name: "core-0",
    files: [{ path: "f", mode: 0o400 as const, parts: ["x", ...parts] }],
    command: { program: "p", arguments: [] },
    listeners: [],
    health: { kind: "http" as const, listener: "management", path: "/" },
    reload: { signal: "SIGHUP" as const },
    stop: { signal: "SIGTERM" as const, graceSeconds: 1 },
  };
  return [
    {
      broker: "core",
      environment: "e",
      engine: "nats",
      version: "2.15",
      provisions: [],
      instances: [instance],
    },
  ];
}

function secretStore() {
  const folder = mkdtempSync(join(tmpdir(), "meshc-identities-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  let passwords = 0;
  const makers = {
    newKeyPair,
    newPasswordPair: () => newPasswordPair(nodeHost()),
    newPassword: () => `password${++passwords}`,
  };
  const secrets = fileSecrets(nodeHost(), folder).encryptedTo([]);
  const ensure = async (workloads: readonly Workload[], state: MeshState) => {
    const result = await ensureIdentities(workloads, state, secrets, makers);
    const made: Partial<Identities> = result.ok ? result.value : {};
    return { state: made.state, lookUp: made.lookUp, errors: result.diagnostics };
  };
  return { folder, secrets, ensure };
}

test("makes each key and password once, public keys in the document and seeds beside", async () => {
  const { ensure, folder } = secretStore();
  const first = await ensure(workload(till, link, trust), nothing);
  expect(Object.keys(first.state?.publicKeys ?? {})).toEqual(["application.till", "link.a.b"]);
  expect(first.state?.passwords).toEqual(["cluster.core"]);
  expect(first.lookUp?.(till)).toMatch(/^U/);
  expect(first.lookUp?.(link)).toMatch(/^SU/);
  expect(first.lookUp?.(trust)).toBe("password1");
  expect(JSON.stringify(first.state)).not.toContain(first.lookUp?.(link));

  const again = await ensure(workload(till, link, trust), first.state ?? nothing);
  expect(again.state).toBe(first.state);
  for (const reference of [till, link, trust])
    expect(again.lookUp?.(reference)).toBe(first.lookUp?.(reference));
  expect(readdirSync(folder, { recursive: true }).toSorted()).toEqual([
    "keys",
    "keys/application.till.json",
    "keys/link.a.b.json",
    "passwords",
    "passwords/cluster.core.json",
  ]);
});

test("keeps keys of identities that are not referred to for a while", async () => {
  const { ensure } = secretStore();
  const both = await ensure(workload(till, link), nothing);
  const one = await ensure(workload(link), both.state ?? nothing);
  expect(one.state).toBe(both.state);
  expect((await ensure(workload(till), one.state ?? nothing)).lookUp?.(till)).toBe(both.lookUp?.(till));
});

test("adopts secrets that an interrupted run wrote before it could name them", async () => {
  const { ensure } = secretStore();
  const interrupted = await ensure(workload(till, trust), nothing);
  const next = await ensure(workload(till, trust), nothing);
  expect(next.lookUp?.(till)).toBe(interrupted.lookUp?.(till));
  expect(next.lookUp?.(trust)).toBe(interrupted.lookUp?.(trust));
});

test.each([
  ["is gone", (file: string) => rmSync(file), "is not there"],
  ["is damaged", (file: string) => writeFileSync(file, '{"publicKey":"U'), "is damaged"],
  ["is another's", (file: string) => writeFileSync(file, '{"publicKey":"UX","seed":"SX","password":""}'), ""],
])("says what is lost where a secret %s, and makes no other", async (_, harm, why) => {
  const { ensure, folder } = secretStore();
  const { state } = await ensure(workload(till, trust), nothing);
  for (const name of ["keys/application.till", "passwords/cluster.core"]) harm(join(folder, `${name}.json`));
  const before = readdirSync(folder, { recursive: true }).length;
  const { errors } = await ensure(workload(till, trust), state ?? nothing);
  expect(errors.map(({ code }) => code)).toEqual(["MESH5109", "MESH5109"]);
  expect(errors[0]?.message).toContain('identity "application.till"');
  expect(errors[0]?.message).toContain(why);
  expect(errors[1]?.message).toContain('trust "cluster.core"');
  expect(readdirSync(folder, { recursive: true })).toHaveLength(before);
});

test("resolves to the bytes that lie in the store", async () => {
  const { ensure, folder } = secretStore();
  const { lookUp } = await ensure(workload(link), nothing);
  const stored = JSON.parse(readFileSync(join(folder, "keys", "link.a.b.json"), "utf8"));
  expect(lookUp?.(link)).toBe(stored.seed);
});

test("of an identity that logs in by a password, files get the password and its hashes, the document an id", async () => {
  const { ensure, folder } = secretStore();
  const { state, lookUp } = await ensure(workload(login, pbkdf2, bcrypt), nothing);
  const password = lookUp?.(login) ?? "";
  expect(password).toMatch(/^[0-9a-f]{64}$/);
  expect(lookUp?.(pbkdf2)).toMatch(/^\$7\$101\$[A-Za-z0-9+/]{16}\$[A-Za-z0-9+/]{86}==$/);
  expect(lookUp?.(bcrypt)).toMatch(/^\$2a\$04\$/);
  expect(compareSync(password, lookUp?.(bcrypt) ?? "")).toBe(true);
  expect(state?.publicKeys).toEqual({ "application.till": expect.stringMatching(/^P[A-Z2-7]{26}$/) });
  for (const reference of [login, pbkdf2, bcrypt])
    expect(JSON.stringify(state)).not.toContain(lookUp?.(reference));
  expect(readdirSync(folder, { recursive: true }).toSorted()).toEqual(["keys", "keys/application.till.json"]);

  const again = await ensure(workload(login, pbkdf2, bcrypt), state ?? nothing);
  expect(again.state).toBe(state);
  for (const reference of [login, pbkdf2, bcrypt])
    expect(again.lookUp?.(reference)).toBe(lookUp?.(reference));
  expect([again.lookUp?.(till), again.lookUp?.({ ...till, kind: "seed" })]).toEqual([undefined, undefined]);
});

test.each([
  ["a password instead of its key", till, login, /^P/],
  ["a key instead of its password", login, till, /^U/],
])("an application that moves to brokers of another kind gets %s", async (_, first, next, id) => {
  const { ensure, folder } = secretStore();
  const before = await ensure(workload(first, link), nothing);
  const moved = await ensure(workload(next, link), before.state ?? nothing);
  expect(moved.errors).toEqual([]);
  expect(moved.state?.publicKeys["application.till"]).toMatch(id);
  expect(moved.lookUp?.(next)).toBeDefined();
  expect(moved.lookUp?.(link)).toBe(before.lookUp?.(link));

  // A run that was interrupted before it could name what it wrote.
  const resumed = await ensure(workload(next, link), before.state ?? nothing);
  expect(resumed.lookUp?.(next)).toBe(moved.lookUp?.(next));
  // One that was undone just then: what nobody was given goes, what is in force is lost only if its file is.
  const undone = await ensure(workload(first, link), before.state ?? nothing);
  expect(undone.errors.map(({ code }) => code)).toEqual(["MESH5109"]);
  rmSync(join(folder, "keys", "application.till.json"));
  expect((await ensure(workload(next, link), before.state ?? nothing)).lookUp?.(next)).toBeDefined();
});

test.each([
  ["is gone", (file: string) => rmSync(file), "is not there"],
  ["is damaged", (file: string) => writeFileSync(file, '{"publicKey":"P'), "is damaged"],
  [
    "is another's",
    (file: string) => writeFileSync(file, `{"publicKey":"P${"A".repeat(26)}","seed":"secret"}`),
    "holds another key than the recorded one",
  ],
])("says who is let in with a password that %s, and makes no other", async (_, harm, why) => {
  const { ensure, folder } = secretStore();
  const { state } = await ensure(workload(pbkdf2), nothing);
  harm(join(folder, "keys", "application.till.json"));
  const { errors } = await ensure(workload(pbkdf2), state ?? nothing);
  expect(errors.map(({ code }) => code)).toEqual(["MESH5109"]);
  expect(errors[0]?.message).toContain(why);
  expect(errors[0]?.message).toContain("brokers still let in whoever has its password");
  expect(errors[0]?.help).toContain("meshc rotate --revoke application.till");
});

test("a password that was revoked never comes back, and its identity gets another", async () => {
  const { ensure, folder } = secretStore();
  const { state = nothing, lookUp } = await ensure(workload(login), nothing);
  const key = state.publicKeys["application.till"] ?? "";
  const revoked = [{ identity: "application.till", publicKey: key, at: "2026-01-01T00:00:00Z" }];
  const kept = readFileSync(join(folder, "keys", "application.till.json"));
  const next = await ensure(workload(login), { ...state, publicKeys: {}, revoked });
  expect(next.errors).toEqual([]);
  expect(next.lookUp?.(login)).not.toBe(lookUp?.(login));
  writeFileSync(join(folder, "keys", "application.till.json"), kept);
  const restored = await ensure(workload(login), next.state ?? nothing);
  expect(restored.errors.map(({ code }) => code)).toEqual(["MESH5301"]);
});

test("an identity that would log in in two ways is a fault of meshc", async () => {
  const { ensure } = secretStore();
  await expect(ensure(workload(till, login), nothing)).rejects.toThrow("an nkey and by a password");
});
