import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { SecretReference, Workload } from "../../compiler/model/workload.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { ensureIdentities, type Identities } from "../../deploy/identities.ts";
import type { MeshState } from "../../deploy/state/documents.ts";
import { fileSecrets } from "../../deploy/state/secrets.ts";
import { newKeyPair } from "../../targets/engines/nats/live/key-pair.ts";

const nothing: MeshState = { mesh: "m", publicKeys: {}, passwords: [] };
const till = { kind: "publicKey", of: "application.till" } as const;
const link = { kind: "seed", of: "link.a.b" } as const;
const trust = { kind: "password", of: "cluster.core" } as const;

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
  const makers = { newKeyPair, newPassword: () => `password${++passwords}` };
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
