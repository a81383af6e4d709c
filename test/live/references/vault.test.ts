import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newAuthority, newCertificate } from "../../../deploy/certificates/certify.ts";
import { ownFolder, resolveAll } from "../../references/resolve.ts";
import { startVault } from "../../references/vault.ts";
import { terms } from "../../tls/terms.ts";

const secret = "tr0ubador-5e11";

test("Vault tells secrets of both versions of its store, wherever they lie in it", async () => {
  const vault = await startVault();
  await vault.write("mesh/data/core", { data: { key: secret, "dotted.key": "dotted" } });
  await vault.write("mesh/data/deep/er/one", { data: { key: "deep" } });
  await vault.write("mesh/data/data/x", { data: { key: "called data" } });
  await vault.write("old/core", { key: "first version" });
  await vault.write("old/deep/one", { key: "first, deep" });
  const home = ownFolder();
  writeFileSync(join(home, ".vault-token"), `${vault.token}\n`);
  const { values, said } = await resolveAll(
    [
      "vault:mesh/core#key",
      "vault:mesh/core#dotted.key",
      "vault:/mesh/deep/er/one#key",
      "vault:mesh/data/x#key",
      "vault:old/core#key",
      "vault:old/deep/one#key",
    ],
    { host: { environment: { VAULT_ADDR: `${vault.address}/`, HOME: home } } },
  );
  expect(said).toEqual([]);
  expect(values).toEqual([secret, "dotted", "deep", "called data", "first version", "first, deep"]);
});

test("says why Vault tells nothing, in words of its own", async () => {
  const vault = await startVault();
  await vault.write("mesh/data/core", { data: { key: secret, list: [secret], empty: "" } });
  await vault.write("mesh/data/other", { data: { key: secret } });
  await vault.write("mesh/data/gone", { data: { key: secret } });
  await vault.ask("DELETE", "mesh/data/gone");
  const readsOne = await vault.tokenFor('path "mesh/data/core" { capabilities = ["read"] }');
  const said = async (reference: string, token = vault.token) => {
    const host = { environment: { VAULT_ADDR: vault.address, VAULT_TOKEN: token } };
    const result = await resolveAll([reference], { host });
    expect([result.values, result.said.join().includes(secret)]).toEqual([undefined, false]);
    return result.said[0]?.replace(/^.*cannot be resolved: /, "");
  };
  expect(await said("vault:mesh/core#absent")).toMatch(/^"mesh\/core" has no key "absent"/);
  expect(await said("vault:mesh/core#list")).toMatch(/^what "mesh\/core" holds at "list" is no text/);
  expect(await said("vault:mesh/core#empty")).toMatch(/^what it leads to is empty/);
  expect(await said("vault:mesh/absent#key")).toMatch(/^Vault has no secret at "mesh\/absent"/);
  expect(await said("vault:mesh/gone#key")).toMatch(/^Vault has no secret at "mesh\/gone"/);
  expect(await said("vault:old/absent#key")).toMatch(/^Vault has no secret at "old\/absent"/);
  expect(await said("vault:nowhere/core#key")).toMatch(/^Vault does not let this token read "nowhere\/core"/);
  expect(await said("vault:mesh/other#key", readsOne)).toMatch(/^Vault does not let this token read/);
  expect(await said("vault:mesh/core#key", "hvs.unknown")).toMatch(/^Vault does not let this token read/);
  const host = { environment: { VAULT_ADDR: vault.address, VAULT_TOKEN: readsOne } };
  expect((await resolveAll(["vault:mesh/core#key"], { host })).values).toEqual([secret]);
  await vault.ask("PUT", "sys/seal");
  expect(await said("vault:mesh/core#key")).toMatch(/^Vault is sealed/);
});

test("trusts a Vault whose authority it is told of, and no other", async () => {
  const folder = ownFolder();
  const authority = await newAuthority(terms("authority of vault", 10));
  const { certificate, privateKey } = await newCertificate(authority, terms("vault", 10, ["127.0.0.1"]));
  const files = { certificate: join(folder, "vault.pem"), key: join(folder, "vault-key.pem") };
  writeFileSync(files.certificate, certificate);
  writeFileSync(files.key, privateKey);
  writeFileSync(join(folder, "ca.pem"), authority.certificate);
  const vault = await startVault(files);
  await vault.write("mesh/data/core", { data: { key: secret } });
  const ask = (environment: Record<string, string>) =>
    resolveAll(["vault:mesh/core#key"], {
      host: { environment: { VAULT_ADDR: vault.address, VAULT_TOKEN: vault.token, ...environment } },
    });
  expect((await ask({ VAULT_CACERT: join(folder, "ca.pem") })).values).toEqual([secret]);
  const { values, said } = await ask({});
  expect([values, said[0]]).toEqual([
    undefined,
    expect.stringContaining("a certificate that is not trusted here"),
  ]);
});
