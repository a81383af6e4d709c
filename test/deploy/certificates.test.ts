import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Authority, CertificateReference, Workload } from "../../compiler/model/workload.ts";
import { type CertificateTerms, newAuthority, newCertificate } from "../../deploy/certificates/certify.ts";
import { ensureCertificates } from "../../deploy/certificates/ensure-certificates.ts";
import type { Certified } from "../../deploy/certificates/pem.ts";
import { stillGood } from "../../deploy/certificates/still-good.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import type { MeshState } from "../../deploy/state/documents.ts";
import { fileSecrets } from "../../deploy/state/secrets.ts";
import { certificatesOf } from "../../deploy/status/certificates-of.ts";

const day = 24 * 60 * 60 * 1_000;
const today = new Date("2026-11-26T12:00:00Z");
const after = (days: number) => new Date(today.getTime() + days * day);

function terms(name: string, changes: Partial<CertificateTerms> = {}): CertificateTerms {
  const serial = crypto.getRandomValues(new Uint8Array(16));
  return { name, dialedBy: [], notBefore: after(-1), notAfter: after(364), serial, ...changes };
}

const authority = await newAuthority(terms("shop servers"));
const other = await newAuthority(terms("shop servers"));

test("an authority may sign certificates, and no further authority", () => {
  const own = new X509Certificate(authority.certificate);
  expect([own.ca, own.subject, own.checkIssued(own), own.verify(own.publicKey)]).toEqual([
    true,
    "CN=shop servers",
    true,
    true,
  ]);
  expect(own.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
});

test.each([
  ["a server by names and addresses", ["core.example", "10.0.0.7", "fd00::7"], ["serverAuth", "clientAuth"]],
  ["who only dials by its own name", [], ["clientAuth"]],
])("a certificate shows %s", async (_, dialedBy, uses) => {
  const made = new X509Certificate(
    (await newCertificate(authority, terms("link.a.b", { dialedBy }))).certificate,
  );
  const oids = { serverAuth: "1.3.6.1.5.5.7.3.1", clientAuth: "1.3.6.1.5.5.7.3.2" };
  const signer = new X509Certificate(authority.certificate);
  expect([made.ca, made.checkIssued(signer), made.verify(signer.publicKey)]).toEqual([false, true, true]);
  expect(made.keyUsage).toEqual(uses.map((use) => oids[use as keyof typeof oids]));
  const names = "DNS:core.example, IP Address:10.0.0.7, IP Address:FD00:0:0:0:0:0:0:7";
  expect(made.subjectAltName).toBe(dialedBy.length > 0 ? names : "DNS:link.a.b");
});

const server = await newCertificate(authority, terms("core-0", { dialedBy: ["10.0.0.7", "core.example"] }));

test.each<[string, Certified, readonly string[], Date, boolean]>([
  ["that says its names", server, ["10.0.0.7", "core.example"], today, true],
  ["that lacks a name", server, ["10.0.0.7", "core.example", "core.internal"], today, false],
  ["that says a name too many", server, ["10.0.0.7"], today, false],
  ["of which a third is left", server, ["10.0.0.7", "core.example"], after(240), true],
  ["of which less is left", server, ["10.0.0.7", "core.example"], after(244), false],
  [
    "whose key is another's",
    { ...server, privateKey: other.privateKey },
    ["10.0.0.7", "core.example"],
    today,
    false,
  ],
  ["that is none", { ...server, certificate: "x" }, ["10.0.0.7", "core.example"], today, false],
])("a certificate %s goes on being shown or not", (_, certified, names, now, expected) => {
  expect(stillGood(certified, authority.certificate, names, now)).toBe(expected);
});

test("a certificate that another authority of the same name signed is not shown", () => {
  expect(stillGood(server, other.certificate, ["10.0.0.7", "core.example"], today)).toBe(false);
});

const state: MeshState = { mesh: "shop", publicKeys: {}, passwords: [] };

function workloads(...references: readonly CertificateReference[]): readonly Workload[] {
  const files = references.map((reference) => ({ path: "x", mode: 0o400 as const, parts: [reference] }));
  const instance = { name: "core-0", files } as unknown as Workload["instances"][number];
  return [{ broker: "core", engine: "nats", instances: [instance] } as unknown as Workload];
}

/** Secrets in a folder of their own, which can be lost and damaged. */
function secretStore() {
  const folder = mkdtempSync(join(tmpdir(), "meshc-certificates-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const secrets = fileSecrets(nodeHost(), folder).encryptedTo([]);
  return {
    secrets,
    lose: (kind: "authorities" | "certificates", name: string) => rmSync(secrets.fileOf(kind, name)),
    damage: (kind: "authorities" | "certificates", name: string) =>
      writeFileSync(secrets.fileOf(kind, name), '{"certificate":"'),
  };
}

/** Makers that count what they make. */
function counting() {
  const made: string[] = [];
  const makers = {
    now: today,
    newAuthority: async (of: Authority) => (made.push(of), newAuthority(terms(`shop ${of}`))),
    newCertificate: async (signer: Certified, of: string, dialedBy: readonly string[]) => (
      made.push(of),
      newCertificate(signer, terms(of, { dialedBy }))
    ),
  };
  return { made, makers };
}

const own = (...dialedBy: readonly string[]) => ({ kind: "certificate", of: "core-0", dialedBy }) as const;
const link = { kind: "certificate", of: "link.a.b", dialedBy: [] } as const;

test("authorities and certificates are made once, servers and links by one of their own each", async () => {
  const { secrets } = secretStore();
  const { made, makers } = counting();
  const first = await ensureCertificates(workloads(own("127.0.0.1"), link), state, secrets, makers);
  if (!first.ok) throw new Error("no certificates");
  expect(made).toEqual(["links", "servers", "core-0", "link.a.b"]);
  const again = await ensureCertificates(
    workloads(own("127.0.0.1"), link),
    first.value.state,
    secrets,
    makers,
  );
  expect(made).toHaveLength(4);
  expect(again).toMatchObject({ ok: true, value: { state: first.value.state } });
  const { servers, links } = first.value.state.authorities ?? {};
  expect(first.value.lookUp({ kind: "authority", of: "servers" })).toBe(servers);
  const shown = new X509Certificate(first.value.lookUp(link) ?? "");
  expect(shown.checkIssued(new X509Certificate(links ?? ""))).toBe(true);
});

test("a certificate is made anew where it is dialed by another name, or is damaged", async () => {
  const { secrets, damage } = secretStore();
  const { made, makers } = counting();
  const first = await ensureCertificates(workloads(own("127.0.0.1")), state, secrets, makers);
  if (!first.ok) throw new Error("no certificates");
  await ensureCertificates(workloads(own("10.0.0.7")), first.value.state, secrets, makers);
  damage("certificates", "core-0");
  await ensureCertificates(workloads(own("10.0.0.7")), first.value.state, secrets, makers);
  expect(made).toEqual(["servers", "core-0", "core-0", "core-0"]);
});

test.each([
  ["lost", "is not there"],
  ["damaged", "is damaged"],
])("an authority that is %s is an error, and none is made in its place", async (how, why) => {
  const { secrets, damage, lose } = secretStore();
  const { made, makers } = counting();
  const first = await ensureCertificates(workloads(own("127.0.0.1")), state, secrets, makers);
  if (!first.ok) throw new Error("no certificates");
  (how === "lost" ? lose : damage)("authorities", "servers");
  const again = await ensureCertificates(workloads(own("10.0.0.7")), first.value.state, secrets, makers);
  expect(again.ok).toBe(false);
  expect(again.diagnostics.map(({ code, message }) => [code, message.includes(why)])).toEqual([
    ["MESH5109", true],
  ]);
  expect(made).toEqual(["servers", "core-0"]);
});

/** A mesh in which nothing is the user's own. */
function asShown(lookUp: (reference: CertificateReference) => string | undefined) {
  return (reference: CertificateReference | { readonly kind: "given" }) =>
    reference.kind === "given" ? undefined : lookUp(reference);
}

test("a certificate and an authority of a clock that was ahead are not taken for good", async () => {
  const { secrets } = secretStore();
  const { made, makers } = counting();
  const mesh = workloads(own("127.0.0.1"), { kind: "authority", of: "servers" });
  const first = await ensureCertificates(mesh, state, secrets, makers);
  if (!first.ok) throw new Error("no certificates");
  expect(stillGood(server, authority.certificate, ["10.0.0.7", "core.example"], after(-2))).toBe(false);
  const before = await ensureCertificates(mesh, first.value.state, secrets, { ...makers, now: after(-2) });
  expect(before.diagnostics.map(({ code, message }) => [code, message])).toEqual([
    [
      "MESH5109",
      expect.stringMatching(/authority "servers" .* holds from 2026-11-25.* clock says 2026-11-24/),
    ],
  ]);
  expect(made).toEqual(["servers", "core-0"]);
  const instance = mesh[0]?.instances[0];
  const told = instance ? certificatesOf(instance, "core", asShown(first.value.lookUp), after(-2)) : [];
  expect(told.map(({ state: holds }) => holds)).toEqual(["not yet", "not yet"]);
});

test.each([
  [0, "valid"],
  [241, "valid"],
  [244, "ending"],
  [363, "ending"],
  [365, "ended"],
])(
  "after %d days a status says that a certificate is %s, and who signed it goes on",
  async (days, expected) => {
    const { secrets } = secretStore();
    const { makers } = counting();
    const mesh = workloads(own("127.0.0.1"), { kind: "authority", of: "servers" });
    const made = await ensureCertificates(mesh, state, secrets, {
      ...makers,
      newAuthority: async (of) => newAuthority({ ...terms(of), notAfter: after(3_650) }),
    });
    const instance = mesh[0]?.instances[0];
    if (!made.ok || !instance) throw new Error("no certificates");
    const told = certificatesOf(instance, "core", asShown(made.value.lookUp), after(days));
    expect(told).toEqual([
      { of: 'authority "servers"', until: after(3_650).toISOString(), state: "valid" },
      { of: "core-0", until: after(364).toISOString(), state: expected },
    ]);
  },
);
