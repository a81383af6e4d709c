import { createPrivateKey, generateKeyPairSync, X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { newAuthority, newCertificate } from "../../deploy/certificates/certify.ts";
import { checkGiven, type GivenCertificate } from "../../deploy/certificates/given-certificate.ts";
import { newIntermediate } from "../tls/intermediate.ts";
import { terms } from "../tls/terms.ts";

const here = ["127.0.0.1"];
const root = await newAuthority(terms("root", 30));
const between = await newIntermediate(root, terms("between", 20));
const stranger = await newAuthority(terms("root", 30));
const server = await newCertificate(root, terms("core", 10, ["127.0.0.1", "core.example"]));
const deeper = await newCertificate(between, terms("core", 10, here));
const key = createPrivateKey(server.privateKey);

const whole: GivenCertificate = { cert: server.certificate, key: server.privateKey, ca: root.certificate };

function check(changes: Partial<GivenCertificate>, days = 0, names: readonly string[] = here) {
  const now = new Date(Date.now() + days * 24 * 60 * 60 * 1_000);
  return checkGiven({ ...whole, ...changes }, { names, now });
}

const chained = { cert: deeper.certificate + between.certificate, key: deeper.privateKey };
const alone = await newAuthority(terms("127.0.0.1", 10));

test.each<[string, Partial<GivenCertificate>]>([
  ["signed by its authority", {}],
  ["with one between the two", chained],
  [
    "signed by one between, which is known with who signed that",
    { ...chained, ca: between.certificate + root.certificate },
  ],
  [
    "whose authority alone lies between",
    { cert: deeper.certificate, key: deeper.privateKey, ca: root.certificate + between.certificate },
  ],
  ["among several authorities", { ca: stranger.certificate + root.certificate }],
  ["with a key as openssl writes it", { key: key.export({ type: "sec1", format: "pem" }).toString() }],
])("takes a certificate %s", (_, changes) => {
  expect(check(changes)).toMatchObject({ cert: expect.stringContaining("BEGIN CERTIFICATE") });
});

const encrypted = key
  .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" })
  .toString();
const expired = await newCertificate(root, terms("core", -1, here));
const toDial = await newCertificate(root, terms("core", 10));
const other = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();

test.each<[string, Partial<GivenCertificate>, string, RegExp]>([
  ["is none", { cert: "hello" }, "cert", /what `cert` leads to is no certificate in PEM/],
  [
    "is damaged",
    { cert: server.certificate.replace(/.{9}\n-----END/, "\n-----END") },
    "cert",
    /is no certificate in PEM/,
  ],
  ["has no authority", { ca: "" }, "ca", /what `ca` leads to is no certificate in PEM/],
  ["has no key", { key: "hello" }, "key", /what `key` leads to is no private key in PEM/],
  ["has an encrypted key", { key: encrypted }, "key", /encrypted with a passphrase/],
  ["has another's key", { key: other }, "key", /`key` does not belong to `cert`/],
  [
    "ran out",
    { cert: expired.certificate, key: expired.privateKey },
    "cert",
    /it ran out on \d{4}-\d\d-\d\d/,
  ],
  ["is a stranger's", { ca: stranger.certificate }, "ca", /none of `ca` signed it/],
  // Go takes these two, Node.js none of them (20.20).
  [
    "is signed by one between, which alone is known",
    { ...chained, ca: between.certificate },
    "ca",
    /does not lead up to/,
  ],
  ["is its own authority's", { ca: server.certificate }, "ca", /does not lead up to/],
  [
    "lacks what lies between",
    { cert: deeper.certificate, key: deeper.privateKey },
    "ca",
    /none of `ca` signed it/,
  ],
  ["can only dial", { cert: toDial.certificate, key: toDial.privateKey }, "cert", /it is not for servers/],
  [
    "is an authority's of no name",
    { cert: alone.certificate, key: alone.privateKey, ca: alone.certificate },
    "cert",
    /it does not hold for 127.0.0.1/,
  ],
])("says at which part a certificate is wrong that %s", (_, changes, part, why) => {
  expect(check(changes)).toEqual([{ part, why: expect.stringMatching(why) }]);
});

test("says which names are missing, and takes an address for an address only", () => {
  const faults = check({}, 0, ["127.0.0.1", "10.0.0.7", "core.example", "west.example"]);
  const why = "it does not hold for 10.0.0.7 and west.example, as which it is dialed here";
  expect(faults).toEqual([{ part: "cert", why }]);
});

test("says that an authority has run out, and that a certificate does not hold yet", () => {
  expect(check({}, 40)).toEqual([
    { part: "cert", why: expect.stringMatching(/^it ran out/) },
    { part: "ca", why: expect.stringMatching(/has run out/) },
  ]);
  expect(check({}, -20)).toMatchObject([
    { why: expect.stringMatching(/^it holds only from/) },
    { part: "ca" },
  ]);
});

test("says everything that is wrong at once", () => {
  const faults = check({ key: other, ca: stranger.certificate }, 0, ["10.0.0.7"]);
  expect(faults).toMatchObject([{ part: "key" }, { part: "ca" }, { part: "cert" }]);
});

test("keeps nothing but certificates and the key, whatever else stood beside them", () => {
  const secret = "canary-51d0";
  const all = `${secret}\n${server.privateKey}${server.certificate}${root.certificate}\n# ${secret}\n`;
  const taken = check({ cert: all, key: all, ca: all });
  if (!("cert" in taken)) throw new Error(JSON.stringify(taken));
  expect(Object.values(taken).join("")).not.toContain(secret);
  expect(`${taken.cert}${taken.ca}`).not.toContain("PRIVATE KEY");
  expect(taken.key.match(/-----BEGIN/g)).toHaveLength(1);
  expect(new X509Certificate(taken.cert).checkPrivateKey(createPrivateKey(taken.key))).toBe(true);
});
