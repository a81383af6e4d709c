import { X509Certificate } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newCertificate } from "../../deploy/certificates/certify.ts";
import { openRunningMesh } from "../../deploy/open-running-mesh.ts";
import { type Kept, keepInFiles, ownCertificate, ownManifest } from "../tls/own-mesh.ts";
import { certificateOf } from "../tls/shown-certificate.ts";
import { terms } from "../tls/terms.ts";
import { until } from "../nats/until.ts";
import { errorsOf, meshFolder } from "./mesh-folder.ts";

type Mesh = Awaited<ReturnType<typeof meshFolder>>;

const port = (mesh: Mesh, instance: string, listener: string) =>
  mesh.instance("centre", instance).ports[listener] ?? 0;

/** Whose authority signed what each listener of the mesh shows. */
async function signers(mesh: Mesh) {
  const shown = async (instance: string, listener: "nats" | "leafnode" | "cluster" | "gateway") => {
    const { issuer } = await certificateOf(port(mesh, instance, listener), listener);
    return `${instance} ${listener}: ${issuer}`;
  };
  return Promise.all([
    shown("core-0", "nats"),
    shown("core-1", "leafnode"),
    shown("core-0", "cluster"),
    shown("core-0", "gateway"),
    shown("west-0", "nats"),
    shown("shed-0", "nats"),
  ]);
}

test("a broker shows its own certificate to clients and links, and among servers the mesh's", async () => {
  const mesh = await meshFolder("");
  const core = await ownCertificate("corporate");
  const shed = await ownCertificate("workshop");
  mesh.write(
    ownManifest({
      core: keepInFiles(mesh.folder, "core", core),
      shed: keepInFiles(mesh.folder, "shed", shed),
    }),
  );
  expect(errorsOf((await mesh.up({ tls: true })).result)).toEqual([]);
  expect(await mesh.status()).toMatchObject({ value: { ok: true } });
  expect(await signers(mesh)).toEqual([
    "core-0 nats: CN=corporate",
    "core-1 leafnode: CN=corporate",
    "core-0 cluster: CN=owned servers",
    "core-0 gateway: CN=owned servers",
    "west-0 nats: CN=owned servers",
    "shed-0 nats: CN=workshop",
  ]);
  const running = await openRunningMesh(mesh.host, mesh.folder);
  const known = (instance: string) => {
    const authority = running.ok ? running.value.endpoint(instance, "nats")?.authority : undefined;
    return authority && new X509Certificate(authority).subject;
  };
  expect(["core-0", "west-0", "shed-0"].map(known)).toEqual([
    "CN=corporate",
    "CN=owned servers",
    "CN=workshop",
  ]);
  const modes = ["given.pem", "given-key.pem", "given-authority.pem"].map(
    (name) => statSync(join(mesh.instanceFolder("core-0"), name)).mode & 0o777,
  );
  expect(modes).toEqual([0o444, 0o400, 0o444]);
  const again = await mesh.up();
  expect([errorsOf(again.result), again.touched]).toEqual([[], []]);
});

test("a key beside a certificate stays out of files that others read, and out of the state", async () => {
  const mesh = await meshFolder("");
  const own = await ownCertificate("corporate");
  const all = `${own.key}${own.cert}${own.ca}`;
  mesh.write(ownManifest({ core: keepInFiles(mesh.folder, "core", { cert: all, key: all, ca: all }) }));
  expect(errorsOf((await mesh.up({ tls: true })).result)).toEqual([]);
  const body = own.key.split("\n")[1] ?? "";
  const holding = readdirSync(mesh.upFolder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(mesh.upFolder, name)).isFile())
    .filter((name) => readFileSync(join(mesh.upFolder, name), "utf8").includes(body));
  expect(holding.toSorted()).toEqual(["instances/core-0/given-key.pem", "instances/core-1/given-key.pem"]);
});

test("another certificate is taken by a reload, and another authority too", async () => {
  const mesh = await meshFolder("");
  const first = await ownCertificate("corporate");
  mesh.write(ownManifest({ core: keepInFiles(mesh.folder, "core", first) }));
  expect(errorsOf((await mesh.up({ tls: true })).result)).toEqual([]);
  const renewed = await newCertificate(first.authority, terms("renewed", 20, ["127.0.0.1"]));
  keepInFiles(mesh.folder, "core", { cert: renewed.certificate, key: renewed.privateKey, ca: first.ca });
  const second = await mesh.up();
  expect(errorsOf(second.result)).toEqual([]);
  expect(second.touched.toSorted()).toEqual(["core-0 reloaded", "core-1 reloaded"]);
  expect((await certificateOf(port(mesh, "core-0", "nats"), "nats")).subject).toBe("CN=renewed");
  const other = await ownCertificate("successor");
  keepInFiles(mesh.folder, "core", other);
  const third = await mesh.up();
  expect(errorsOf(third.result)).toEqual([]);
  expect(third.touched.toSorted()).toEqual(["core-0 reloaded", "core-1 reloaded", "shed-0 reloaded"]);
  for (const listener of ["nats", "leafnode"] as const)
    expect((await certificateOf(port(mesh, "core-1", listener), listener)).issuer).toBe("CN=successor");
  // The link is made anew, and knows the new authority.
  await mesh.host.processes.signal(
    mesh.instance("centre", "core-0").process ?? { pid: 0, born: "" },
    "SIGKILL",
  );
  await mesh.host.processes.signal(
    mesh.instance("centre", "core-1").process ?? { pid: 0, born: "" },
    "SIGKILL",
  );
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  const isWell = async () => {
    const status = await mesh.status();
    return status.ok && status.value.ok;
  };
  expect(await until(isWell, 30_000)).toBe(true);
});

test("an edge with several hubs is brought another authority of one of them too", async () => {
  const mesh = await meshFolder("");
  const manifest = (kept: Kept) =>
    ownManifest({ core: kept }).replace("uplink: core", "uplink: [core, west]");
  mesh.write(manifest(keepInFiles(mesh.folder, "core", await ownCertificate("corporate"))));
  expect(errorsOf((await mesh.up({ tls: true })).result)).toEqual([]);
  const successor = await ownCertificate("successor");
  mesh.write(manifest(keepInFiles(mesh.folder, "core", successor)));
  const { result, touched } = await mesh.up();
  expect(errorsOf(result)).toEqual([]);
  expect(touched.toSorted()).toEqual(["core-0 reloaded", "core-1 reloaded", "shed-0 reloaded"]);
  const known = readFileSync(join(mesh.instanceFolder("shed-0"), "link.shed.uplink-authorities.pem"), "utf8");
  expect(known).toContain(successor.ca.trim());
});

test("status says when a certificate ends that the user keeps", async () => {
  const mesh = await meshFolder("");
  mesh.write(ownManifest({ core: keepInFiles(mesh.folder, "core", await ownCertificate("corporate")) }));
  expect(errorsOf((await mesh.up({ tls: true })).result)).toEqual([]);
  const status = await mesh.status();
  const shown = status.ok ? status.value.environments.flatMap(({ brokers }) => brokers) : [];
  const given = shown.flatMap(({ instance, certificates = [] }) =>
    certificates.filter((one) => one.given).map(({ of, until }) => [instance, of, until.slice(0, 10)]),
  );
  const end = new Date(Date.now() + 10 * 24 * 60 * 60 * 1_000).toISOString().slice(0, 10);
  expect(given).toEqual([
    ["core-0", "core", end],
    ["core-1", "core", end],
  ]);
});

test("a certificate of the mesh that is renewed is taken by a reload", async () => {
  const mesh = await meshFolder(ownManifest({}));
  const monthsAgo = () => new Date(Date.now() - 300 * 24 * 60 * 60 * 1_000);
  expect(errorsOf((await mesh.up({ tls: true, host: { now: monthsAgo } })).result)).toEqual([]);
  const before = await certificateOf(port(mesh, "west-0", "nats"), "nats");
  const { result, touched } = await mesh.up();
  expect(errorsOf(result)).toEqual([]);
  expect(touched.toSorted()).toEqual(
    ["core-0", "core-1", "shed-0", "west-0"].map((name) => `${name} reloaded`),
  );
  const after = await certificateOf(port(mesh, "west-0", "nats"), "nats");
  expect(after.serialNumber).not.toBe(before.serialNumber);
});

test("says which reference and which part is wrong, at its place, and starts nothing", async () => {
  const mesh = await meshFolder("");
  const own = await ownCertificate("corporate", ["core.example"]);
  const kept = keepInFiles(mesh.folder, "core", own);
  mesh.write(ownManifest({ core: kept }));
  const named = (await mesh.up({ tls: true })).result;
  expect(errorsOf(named)).toEqual([
    'MESH5402 the certificate of broker "core" does not do: it does not hold for 127.0.0.1, as which it is dialed here',
  ]);
  const [error] = named.diagnostics;
  expect(error?.at?.file.text.slice(error.at.start, error.at.end)).toBe('"file:core-cert.pem"');
  expect(error?.help).toContain("holds for 127.0.0.1");
  expect(error?.help).toContain("With `certificates: generated` meshc makes one.");
  rmSync(join(mesh.folder, "core-key.pem"));
  writeFileSync(join(mesh.folder, "core-ca.pem"), "");
  const { result } = await mesh.up({ tls: true });
  expect(errorsOf(result)).toEqual([
    `MESH5401 secret reference "file:core-key.pem" cannot be resolved: there is no file ${mesh.folder}/core-key.pem`,
    'MESH5401 secret reference "file:core-ca.pem" cannot be resolved: what it leads to is empty',
  ]);
  expect(await mesh.processes()).toEqual([]);
});

test("without TLS nothing is resolved, and references need not lead anywhere", async () => {
  const mesh = await meshFolder(ownManifest({ core: { cert: "env:NOT", key: "env:NOT", ca: "env:NOT" } }));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
});
