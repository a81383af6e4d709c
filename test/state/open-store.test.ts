import { join } from "node:path";
import { expect, test } from "vitest";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { openStore } from "../../deploy/state/open-store.ts";
import { s3Settings } from "../../deploy/state/s3-settings.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const host = nodeHost();

test.each([
  [undefined, "/mesh/.meshc"],
  ["file:.meshc", "/mesh/.meshc"],
  ["file:../state", "/state"],
  ["file:/var/lib/meshc", "/var/lib/meshc"],
])("the store %s of a manifest in /mesh lies in %s", (store, where) => {
  expect(openStore(host, store === undefined ? undefined : { store }, "/mesh")).toMatchObject({
    ok: true,
    value: { where },
  });
});

test.each(["kubernetes:production/meshc", "ssh:host:/var/lib/meshc"])(
  "the store %s is refused, and the kinds that are built are named",
  (store) => {
    const opened = openStore(host, { store }, "/mesh");
    expect(opened.diagnostics[0]).toMatchObject({ code: "MESH5502" });
    expect(opened.diagnostics[0]?.help).toContain("s3:BUCKET/PREFIX");
  },
);

test("a lock of the store is broken by `meshc state unlock`, whose operand the error names", async () => {
  const folder = temporaryFolder();
  const store = openStore(host, undefined, folder);
  if (!store.ok) throw new Error("not opened");
  const lock = await store.value.lock(["environments/site"], "meshc apply");
  expect(lock.ok).toBe(true);
  const second = await store.value.lock(["environments/site"], "meshc apply");
  expect(second.diagnostics[0]).toMatchObject({ code: "MESH5105" });
  expect(second.diagnostics[0]?.help).toContain("break it by `meshc state unlock site`");
});

test("documents, manifests and secrets lie below the folder", async () => {
  const folder = temporaryFolder();
  const store = openStore(host, { store: "file:state" }, folder);
  if (!store.ok) throw new Error("not opened");
  expect(store.value.whereIs("environments/site")).toBe(join(folder, "state", "environments", "site.json"));
  expect(store.value.secrets.fileOf("keys", "application.till")).toBe(
    join(folder, "state", "secrets", "keys", "application.till.json"),
  );
});

const recipients = ["age1xxscu9f3ht059e4h92hkk7sxmh0yx4arxlwnlnjwr83plgm7lu8ssv0nxe"];
const credentials = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "s" };

function opened(store: string, environment: Readonly<Record<string, string>>, age?: readonly string[]) {
  return openStore({ ...host, environment }, { store, ...(age && { secrets: { age } }) }, "/mesh");
}

test("a bucket is refused where nobody could decrypt the secrets in it", () => {
  const region = { ...credentials, AWS_REGION: "eu-central-1" };
  expect(opened("s3:acme-mesh/p", region).diagnostics[0]).toMatchObject({ code: "MESH5503" });
  expect(opened("s3:acme-mesh/p", region, recipients)).toMatchObject({
    ok: true,
    value: { where: "s3:acme-mesh/p" },
  });
});

test.each(["s3:Acme", "s3:ab", "s3:acme-mesh//p", "s3:acme-mesh/../p", "s3:/p", "s3:acme_mesh"])(
  "%s names no bucket",
  (store) => {
    expect(opened(store, credentials, recipients).diagnostics[0]).toMatchObject({ code: "MESH5504" });
  },
);

test.each([
  [{}, "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY and AWS_REGION are not set"],
  [{ AWS_ACCESS_KEY_ID: "a", AWS_REGION: "r" }, "AWS_SECRET_ACCESS_KEY is not set"],
  [credentials, "AWS_REGION is not set"],
  [{ ...credentials, AWS_REGION: "" }, "AWS_REGION is not set"],
])("with %j a bucket cannot be asked, and what is missing is named", (environment, words) => {
  const refused = opened("s3:acme-mesh", environment, recipients);
  expect(refused.diagnostics[0]).toMatchObject({ code: "MESH5505", message: expect.stringContaining(words) });
});

test.each([
  [{ AWS_REGION: "eu-central-1" }, "acme-mesh", "https://acme-mesh.s3.eu-central-1.amazonaws.com"],
  [{ AWS_REGION: "cn-north-1" }, "acme-mesh", "https://acme-mesh.s3.cn-north-1.amazonaws.com.cn"],
  [{ AWS_REGION: "eu-central-1" }, "acme.mesh", "https://s3.eu-central-1.amazonaws.com/acme.mesh"],
  [{ AWS_ENDPOINT_URL: "https://b.example/" }, "acme-mesh", "https://b.example/acme-mesh"],
  [
    { AWS_ENDPOINT_URL: "https://b.example", AWS_ENDPOINT_URL_S3: "http://s.example:9000" },
    "acme-mesh",
    "http://s.example:9000/acme-mesh",
  ],
])("with %j the bucket %s is at %s", (environment, bucket, url) => {
  expect(
    s3Settings({ ...host, environment: { ...credentials, ...environment } }, `${bucket}/p`),
  ).toMatchObject({
    value: { url, prefix: "p/" },
  });
});
