import { expect, test } from "vitest";
import { credentialsOf } from "../../deploy/credentials/credentials.ts";
import {
  type CredentialFormat,
  leftBeside,
  printCredentials,
} from "../../deploy/credentials/print-credentials.ts";
import { nats } from "../../targets/engines/nats/engine.ts";
import { expectValid } from "../harness/analyze-text.ts";
import { smallMesh } from "./meshes.ts";

const { topology } = expectValid(JSON.stringify({ apiVersion: "meshc/v1", ...smallMesh }), { mode: "up" });
const spoken = new Map([["nats", nats.protocols]]);
const running = {
  endpoint: (instance: string) => ({ host: "127.0.0.1", port: instance === "east-1" ? 4223 : 4222 }),
  seedOf: (identity: string) => (identity === "application.ledger" ? undefined : "SUSEED"),
  command: "meshc up" as const,
  publicKeyOf: () => "UPUBLICKEY",
};

function given(name: string) {
  const result = credentialsOf(topology, running, spoken, name);
  if (!result.ok) throw new Error("no credentials");
  return result.value;
}

test("credentials say where to connect, as whom, and what may be published and read", () => {
  expect(given("shop")).toEqual({
    version: 1,
    application: "shop",
    team: "retail",
    protocol: "nats",
    brokers: [{ broker: "east", urls: ["nats://127.0.0.1:4222", "nats://127.0.0.1:4223"] }],
    identity: { nkeySeed: "SUSEED", publicKey: "UPUBLICKEY" },
    inboxPrefix: "_INBOX_shop",
    publish: [
      { event: "alerts.raised", address: "retail.alerts.raised" },
      { event: "orders.cancelled", address: "retail.orders.*.cancelled" },
      { event: "orders.created", address: "retail.orders.*.created" },
    ],
    subscribe: [{ event: "payments.audited", address: "finance.payments.audited", broker: "east" }],
  });
  expect(given("billing").subscribe).toEqual([
    { event: "orders.created", address: "retail.orders.*.created", group: "billing", broker: "west" },
  ]);
  expect(given("press").subscribe).toContainEqual({
    event: "telemetry.*",
    address: "plant.telemetry.>",
    broker: "floor",
  });
});

test.each([
  ["shpo", "MESH2001"],
  ["ledger", "MESH5201"],
])("for %s there are none: %s", (name, code) => {
  const result = credentialsOf(topology, running, spoken, name);
  expect(result.ok).toBe(false);
  expect(result.diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
});

test("each format holds the seed, and all that its reader needs", () => {
  const shop = given("shop");
  const text = (format: CredentialFormat) => printCredentials(shop, format, "/x/shop").main.text;
  expect(JSON.parse(text("json"))).toEqual(shop);
  expect(text("env")).toBe(`MESHC_APPLICATION=shop
MESHC_TEAM=retail
MESHC_PROTOCOL=nats
MESHC_URLS=nats://127.0.0.1:4222,nats://127.0.0.1:4223
MESHC_NKEY_SEED=SUSEED
MESHC_PUBLIC_KEY=UPUBLICKEY
MESHC_INBOX_PREFIX=_INBOX_shop
MESHC_BROKERS_COUNT=1
MESHC_BROKERS_1_BROKER=east
MESHC_BROKERS_1_URLS=nats://127.0.0.1:4222,nats://127.0.0.1:4223
MESHC_PUBLISH_COUNT=3
MESHC_PUBLISH_1_EVENT=alerts.raised
MESHC_PUBLISH_1_ADDRESS=retail.alerts.raised
MESHC_PUBLISH_2_EVENT=orders.cancelled
MESHC_PUBLISH_2_ADDRESS="retail.orders.*.cancelled"
MESHC_PUBLISH_3_EVENT=orders.created
MESHC_PUBLISH_3_ADDRESS="retail.orders.*.created"
MESHC_SUBSCRIBE_COUNT=1
MESHC_SUBSCRIBE_1_EVENT=payments.audited
MESHC_SUBSCRIBE_1_ADDRESS=finance.payments.audited
MESHC_SUBSCRIBE_1_BROKER=east
`);
  expect(text("properties")).toContain(
    "meshc.nkey-seed=SUSEED\nmeshc.public-key=UPUBLICKEY\nmeshc.inbox-prefix=_INBOX_shop\n",
  );
  expect(text("properties")).toContain("meshc.publish.3.address=retail.orders.*.created\n");
  expect(JSON.parse(text("kubernetes"))).toMatchObject({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "shop-credentials" },
    stringData: { "nkey-seed": "SUSEED", urls: "nats://127.0.0.1:4222,nats://127.0.0.1:4223" },
  });
});

test("where brokers speak TLS credentials say who signed their certificates", () => {
  const authority = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n";
  const secured = { ...running, endpoint: (name: string) => ({ ...running.endpoint(name), authority }) };
  const result = credentialsOf(topology, secured, spoken, "shop");
  if (!result.ok) throw new Error("no credentials");
  const shop = result.value;
  expect(shop.brokers[0]?.urls).toEqual(["tls://127.0.0.1:4222", "tls://127.0.0.1:4223"]);
  expect(shop.ca).toBe(authority);
  const env = printCredentials(shop, "env", "/x/shop.env");
  const [beside] = env.beside;
  expect(beside?.path).toMatch(/^\/x\/shop\.env\.[0-9a-f]{8}\.ca\.pem$/);
  expect(beside?.text).toBe(authority);
  expect(env.main.text).toContain(`MESHC_CA=${beside?.path}\n`);
  const context = printCredentials(shop, "nats-context", "/x/shop.json");
  const paths = context.beside.map(({ path }) => path);
  expect(paths).toEqual([
    "/x/shop.json.UPUBLICK.nk",
    expect.stringMatching(/^\/x\/shop\.json\..{8}\.ca\.pem$/),
  ]);
  expect(JSON.parse(context.main.text)).toMatchObject({ ca: paths[1] });
  const secret = JSON.parse(printCredentials(shop, "kubernetes", "/x/shop").main.text) as object;
  expect(secret).toMatchObject({ stringData: { "ca.pem": authority } });
});

test("a context of the NATS command line names the file with the seed", () => {
  const { main, beside } = printCredentials(given("shop"), "nats-context", "/x/shop.json");
  expect(JSON.parse(main.text)).toEqual({
    description: "shop of team retail",
    url: "nats://127.0.0.1:4222,nats://127.0.0.1:4223",
    nkey: "/x/shop.json.UPUBLICK.nk",
    inbox_prefix: "_INBOX_shop",
  });
  expect(beside).toEqual([{ path: "/x/shop.json.UPUBLICK.nk", text: "SUSEED\n" }]);
});

test("of the files beside, only those of an earlier writing are left over", () => {
  const context = printCredentials(given("shop"), "nats-context", "/x/shop.json");
  const names = [
    "shop.json",
    "shop.json.UPUBLICK.nk",
    "shop.json.UAAAAAAA.nk",
    "shop.json.0123abcd.ca.pem",
    "shop.json.mine.nk",
    "other.json.UAAAAAAA.nk",
  ];
  expect(leftBeside({ ...context, beside: [{ path: "/x/shop.json.UPUBLICK.nk", text: "" }] }, names)).toEqual(
    ["shop.json.UAAAAAAA.nk", "shop.json.0123abcd.ca.pem"],
  );
});

test("credentials tell every authority by which the brokers of an application are known, each once", () => {
  const ca = (...known: readonly [east0: string, east1: string]) => {
    const endpoint = (name: string) => ({
      ...running.endpoint(name),
      authority: known[Number(name.slice(-1))] ?? "",
    });
    const result = credentialsOf(topology, { ...running, endpoint }, spoken, "shop");
    return result.ok && result.value.ca;
  };
  expect([ca("own\n", "own\n"), ca("own\n", "mesh's\n")]).toEqual(["own\n", "own\nmesh's\n"]);
});
