import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { ownFolder, resolveAll } from "./resolve.ts";

const secret = "correct-horse-7f3a";

test("takes a variable as it is, and a file without its last line end", async () => {
  const folder = ownFolder();
  writeFileSync(join(folder, "password"), `${secret}\n`);
  mkdirSync(join(folder, "sub"));
  writeFileSync(join(folder, "sub", "lines"), "one\r\ntwo\r\n");
  const references = ["env:MESH_PASSWORD", "file:password", `file:${folder}/password`, "file:sub/lines"];
  const host = { environment: { MESH_PASSWORD: " blanks stay \n" } };
  const { values } = await resolveAll(references, { host, folder });
  expect(values).toEqual([" blanks stay \n", secret, secret, "one\r\ntwo"]);
});

test("reports everything that leads nowhere, and what to do about each", async () => {
  const folder = ownFolder();
  writeFileSync(join(folder, "empty"), "\n");
  writeFileSync(join(folder, "bytes"), Uint8Array.of(0x61, 0xff));
  writeFileSync(join(folder, "large"), "x".repeat(2 ** 20 + 1));
  execFileSync("mkfifo", [join(folder, "pipe")]);
  const names = ["absent", "empty", "bytes", "large", "pipe", "."];
  const references = ["env:ABSENT", "env:EMPTY", ...names.map((name) => `file:${name}`)];
  const { values, said } = await resolveAll(references, { folder, host: { environment: { EMPTY: "" } } });
  expect(values).toBeUndefined();
  const why = said.map((text) => text.split(": ").slice(1).join(": ").replaceAll(folder, "F"));
  expect(why).toEqual([
    "the environment variable ABSENT is not set | Set ABSENT for this command.",
    "what it leads to is empty | Put the value there.",
    "there is no file F/absent | Put it there, or mend the path: it is relative to the manifest's folder.",
    "what it leads to is empty | Put the value there.",
    "F/bytes is no text in UTF-8 | Write it as UTF-8.",
    "F/large is larger than 1 MiB | Refer to a file with nothing but the value.",
    "F/pipe is no plain file | Refer to a file with the value.",
    "F is no plain file | Refer to a file with the value.",
  ]);
  expect(said[0]).toMatch(/^MESH5401 secret reference "env:ABSENT" cannot be resolved: /);
});

/** A folder for the PATH with a program in it. */
function programFolder(name: string, script: string): string {
  const folder = ownFolder();
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
  return folder;
}

const byProgram = [
  ["sops", "sops:s.yaml#a"],
  ["kubectl", "k8s:mesh/core#a"],
  ["pulumi", "pulumi:a"],
] as const;

test.each(byProgram)("says that %s is not there, and where it is to be had", async (program, reference) => {
  const folder = ownFolder();
  writeFileSync(join(folder, "s.yaml"), "");
  const { said } = await resolveAll([reference], { folder, host: { environment: { PATH: folder } } });
  expect(said[0]).toContain(`the program ${program} is not on the PATH | Install ${program} (`);
});

test.each(byProgram)("repeats nothing that %s says, whatever it ends with", async (program, reference) => {
  const folder = ownFolder();
  writeFileSync(join(folder, "s.yaml"), "");
  for (const script of [
    `echo ${secret}; echo ${secret} >&2; exit 3`,
    `echo '{ "a": ${secret}'`,
    `echo '{ "data": { "a": [ "${secret}" ] }, "value": [ "${secret}" ], "a": [ "${secret}" ] }'`,
    `echo '"${secret}"'`,
    `echo ${secret} >&2; kill -9 $$`,
  ]) {
    const host = { environment: { PATH: `${programFolder(program, script)}:/usr/bin:/bin` } };
    const { values, said } = await resolveAll([reference], { folder, host });
    expect([values, said.length]).toEqual([undefined, 1]);
    expect(said.join()).not.toContain(secret);
  }
});

test("ends a program that does not answer, with all that it started", async () => {
  const folder = ownFolder();
  writeFileSync(join(folder, "s.yaml"), "");
  const script = `echo $$ > ${folder}/pid; sleep 600 & wait`;
  const host = { environment: { PATH: `${programFolder("sops", script)}:/usr/bin:/bin` } };
  const { said } = await resolveAll(["sops:s.yaml#a"], { folder, host, seconds: 1 });
  expect(said[0]).toContain("sops did not answer within 1 s | sops waits for a key service");
  const session = readFileSync(join(folder, "pid"), "utf8").trim();
  const living = execFileSync("ps", ["-A", "-o", "sess=,args="], { encoding: "utf8" });
  expect(
    living.split("\n").filter((line) => line.trim().startsWith(`${session} `) && !line.includes("<defunct>")),
  ).toEqual([]);
});

test("ends a program that prints without an end", async () => {
  const folder = ownFolder();
  writeFileSync(join(folder, "s.yaml"), "");
  const host = { environment: { PATH: `${programFolder("sops", "yes secret")}:/usr/bin:/bin` } };
  const { said } = await resolveAll(["sops:s.yaml#a"], { folder, host });
  expect(said[0]).toContain("sops printed more than 4 MiB");
});

test("lets no program see a variable that is referred to, and puts nothing into arguments", async () => {
  const folder = ownFolder();
  writeFileSync(join(folder, "s.yaml"), "");
  const script = `env > ${folder}/seen; echo "$@" > ${folder}/args; echo '{"a":"value"}'`;
  const PATH = `${programFolder("sops", script)}:/usr/bin:/bin`;
  const host = { environment: { PATH, MESH_PASSWORD: secret, SOPS_AGE_KEY_FILE: "/keys" } };
  const { values } = await resolveAll(["env:MESH_PASSWORD", "sops:s.yaml#a"], { folder, host });
  expect(values).toEqual([secret, "value"]);
  const seen = readFileSync(join(folder, "seen"), "utf8");
  expect([seen.includes("SOPS_AGE_KEY_FILE=/keys"), seen.includes(secret)]).toEqual([true, false]);
  expect(readFileSync(join(folder, "args"), "utf8")).toBe(`--decrypt --output-type json ${folder}/s.yaml\n`);
});

test("reads each file, secret and stack once, several at a time", async () => {
  const folder = ownFolder();
  writeFileSync(join(folder, "s.yaml"), "");
  writeFileSync(join(folder, "t.yaml"), "");
  const script = `echo x >> ${folder}/runs; echo '{"a":"1","b":"2"}'`;
  const host = { environment: { PATH: `${programFolder("sops", script)}:/usr/bin:/bin` } };
  const references = ["sops:s.yaml#a", "sops:s.yaml#b", "sops:t.yaml#a", "sops:s.yaml#a"];
  expect((await resolveAll(references, { folder, host })).values).toEqual(["1", "2", "1", "1"]);
  expect(readFileSync(join(folder, "runs"), "utf8")).toBe("x\nx\n");
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("asks Vault below the path that its address has", async () => {
  const asked: (string | undefined)[] = [];
  const address = await serve((request, answer) => {
    asked.push(request.url);
    answer.writeHead(404).end("{}");
  });
  const host = { environment: { VAULT_ADDR: `${address}/vault/`, VAULT_TOKEN: "t" } };
  await resolveAll(["vault:mesh/core#key"], { host, seconds: 1 });
  expect(asked[0]).toMatch(/^\/vault\/v1\//);
});

test.each<[string, RequestListener, RegExp]>([
  ["another server", (_, answer) => answer.writeHead(500).end(secret), /answered with status 500/],
  ["no JSON", (_, answer) => answer.end(`{ "${secret}"`), /the answer of Vault is no JSON/],
  ["a sealed one", (_, answer) => answer.writeHead(503).end(secret), /Vault is sealed \| Unseal it/],
  ["one that stands by", (_, answer) => answer.writeHead(473).end(secret), /only stands by/],
  [
    "one that leads elsewhere",
    (_, answer) => answer.writeHead(307, { location: `http://127.0.0.1:1/${secret}` }).end(),
    /leads to another server \| Set VAULT_ADDR to the server itself/,
  ],
  ["one that says nothing", () => undefined, /did not answer within 1 s/],
  ["one that hangs up", (request) => request.socket.destroy(), /cannot be reached/],
  ["one without an end", (_, answer) => answer.write("x".repeat(5 * 2 ** 20)), /cannot be reached/],
])("says what is wrong with a Vault that is %s", async (_, listener, expected) => {
  const address = await serve(listener);
  const host = { environment: { VAULT_ADDR: address, VAULT_TOKEN: "t0ken-9c1e" } };
  const { said } = await resolveAll(["vault:mesh/core#key"], { host, seconds: 1 });
  expect(said[0]).toMatch(expected);
  expect(said.join()).not.toMatch(new RegExp(`${secret}|t0ken-9c1e`));
});

test("says what Vault needs that is not there", async () => {
  const home = ownFolder();
  const said = async (environment: Record<string, string>, reference = "vault:mesh/core#key") =>
    (await resolveAll([reference], { host: { environment: { HOME: home, ...environment } } })).said[0];
  const address = { VAULT_ADDR: "http://user:hunter2@127.0.0.1:1" };
  expect(await said({})).toContain("VAULT_ADDR is not set | Set VAULT_ADDR");
  expect(await said({ VAULT_ADDR: "127.0.0.1:8200" })).toContain("VAULT_ADDR is no URL of a server");
  expect(await said(address)).toContain("neither VAULT_TOKEN nor ~/.vault-token | Run `vault login`");
  expect(await said({ ...address, VAULT_TOKEN: "t" }, "vault:mesh#key")).toContain(
    '"mesh" is no path of a secret',
  );
  expect(await said({ ...address, VAULT_TOKEN: "t" }, "vault:a/../b#key")).toContain(
    "is no path of a secret",
  );
  expect(await said({ ...address, VAULT_TOKEN: "t", VAULT_CACERT: "absent.pem" })).toContain(
    "absent.pem, which cannot be read",
  );
  expect(await said({ ...address, VAULT_TOKEN: "t\nt" })).toContain("holds letters that none has");
  expect(await said({ ...address, VAULT_TOKEN: "t" })).toContain(
    "http://127.0.0.1:1 cannot be reached (ECONNREFUSED)",
  );
});

test("makes a generated secret once, and none in the place of one that is lost", async () => {
  const folder = ownFolder();
  const first = await resolveAll(["generated", "generated"], { folder });
  expect(first.values).toEqual(["made-1", "made-2"]);
  const again = await resolveAll(["generated", "generated"], { folder, state: first.state });
  expect([again.values, again.state]).toEqual([first.values, first.state]);
  const { files } = nodeHost();
  const kept = join(folder, "secrets", "passwords", "generated.brokers.b0.key.ref.json");
  expect(existsSync(kept)).toBe(true);
  await files.remove(kept);
  const lost = await resolveAll(["generated", "generated"], { folder, state: first.state });
  expect(lost.values).toBeUndefined();
  expect(lost.said[0]).toMatch(/the secret of trust "generated.brokers.b0.key.ref" is lost/);
});

test("programs that read references are shown no private key, but sops its own", async () => {
  const folder = ownFolder();
  for (const name of ["kubectl", "sops"]) {
    writeFileSync(join(folder, name), `#!/bin/sh\nenv > "${folder}/${name}.shown"\nexit 1\n`, {
      mode: 0o755,
    });
  }
  writeFileSync(join(folder, "s.yaml"), "a: 1\n");
  const keys = { MESHC_AGE_KEY: "AGE-SECRET-KEY-1MINE", SOPS_AGE_KEY: "AGE-SECRET-KEY-1SOPS" };
  const host = { environment: { PATH: `${folder}:/usr/bin:/bin`, MORE: "x", ...keys } };
  await resolveAll(["k8s:shop/tls#a", "sops:s.yaml#a"], { folder, host });
  const shown = (name: string) => readFileSync(join(folder, `${name}.shown`), "utf8");
  expect([shown("kubectl"), shown("sops")].map((text) => text.includes("MORE=x"))).toEqual([true, true]);
  expect([/1MINE/, /1SOPS/].map((key) => key.test(shown("kubectl")))).toEqual([false, false]);
  expect([/1MINE/, /1SOPS/].map((key) => key.test(shown("sops")))).toEqual([false, true]);
});
