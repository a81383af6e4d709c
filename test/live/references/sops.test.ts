import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ownFolder, resolveAll } from "../../references/resolve.ts";
import { sealer } from "../../references/sealed-files.ts";

const secret = "battery-staple-02b7";

async function sealed() {
  const folder = ownFolder();
  const sops = await sealer(folder);
  await sops.write(
    "mesh.yaml",
    `database:\n  password: ${secret}\n  ports: [1, "two"]\ntls.key: dotted\nflag: true\nempty: ""\n`,
  );
  const environment = { PATH: `${sops.programs}:/usr/bin:/bin`, HOME: folder, ...sops.environment };
  const resolve = (references: readonly string[], changes: NodeJS.ProcessEnv = {}) =>
    resolveAll(references, { folder, host: { environment: { ...environment, ...changes } } });
  return { folder, sops, resolve };
}

test("sops opens files of each of its formats: nested keys, items, keys with a dot", async () => {
  const { sops, resolve } = await sealed();
  await sops.write("mesh.json", JSON.stringify({ a: { b: secret } }));
  await sops.write("mesh.env", `PASSWORD=${secret}\n`);
  await sops.write("mesh.ini", `[server]\npassword = ${secret}\n`);
  await sops.write("key.pem", `${secret}\n`);
  const { values, said } = await resolve([
    "sops:mesh.yaml#database.password",
    "sops:mesh.yaml#database.ports[1]",
    "sops:mesh.yaml#database.ports[0]",
    'sops:mesh.yaml#["tls.key"]',
    "sops:mesh.yaml#flag",
    "sops:mesh.json#a.b",
    "sops:mesh.env#PASSWORD",
    "sops:mesh.ini#server.password",
    "sops:key.pem#data",
  ]);
  expect(said).toEqual([]);
  expect(values).toEqual([secret, "two", "1", "dotted", "true", secret, secret, secret, `${secret}\n`]);
});

test("says why a file of sops leads to nothing, and nothing of what is in it", async () => {
  const { folder, resolve } = await sealed();
  writeFileSync(join(folder, "plain.yaml"), `password: ${secret}\n`);
  const text = readFileSync(join(folder, "mesh.yaml"), "utf8");
  // One letter of the value that is encrypted.
  writeFileSync(
    join(folder, "forged.yaml"),
    text.replace(
      /(password: ENC\[AES256_GCM,data:)(.)/,
      (_, head, one) => `${head}${one === "A" ? "B" : "A"}`,
    ),
  );
  writeFileSync(join(folder, "moved.yaml"), text.replace("flag:", "other:"));
  const said = async (reference: string, changes: NodeJS.ProcessEnv = {}) => {
    const result = await resolve([reference], changes);
    expect([result.values, result.said.join().includes(secret)]).toEqual([undefined, false]);
    return result.said[0]?.replace(/^.*cannot be resolved: /, "").replaceAll(folder, "F");
  };
  expect(await said("sops:absent.yaml#a")).toMatch(/^there is no file F\/absent.yaml/);
  expect(await said("sops:mesh.yaml#tls.key")).toMatch(/^mesh.yaml has no key "tls.key" .*in brackets/);
  expect(await said("sops:mesh.yaml#database")).toMatch(/^what mesh.yaml holds at "database" is no text/);
  expect(await said("sops:mesh.yaml#empty")).toMatch(/^what it leads to is empty/);
  expect(await said("sops:plain.yaml#password")).toMatch(/^F\/plain.yaml is not encrypted/);
  expect(await said("sops:forged.yaml#flag")).toMatch(/^F\/forged.yaml was changed since it was encrypted/);
  expect(await said("sops:moved.yaml#other")).toMatch(/^F\/moved.yaml was changed since it was encrypted/);
  const stranger = ownFolder();
  const other = await sealer(stranger);
  expect(await said("sops:mesh.yaml#flag", other.environment)).toMatch(
    /^F\/mesh.yaml is encrypted for keys that/,
  );
  expect(await said("sops:mesh.yaml#flag", { SOPS_AGE_KEY_FILE: "" })).toMatch(/is encrypted for keys that/);
});
