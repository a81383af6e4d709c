import { expect, test } from "vitest";
import { credentialsOf } from "../../deploy/credentials/credentials.ts";
import { printCredentials } from "../../deploy/credentials/print-credentials.ts";
import { nats } from "../../targets/engines/nats/engine.ts";
import { expectValid } from "../harness/analyze-text.ts";
import { smallMesh } from "./meshes.ts";

const { topology } = expectValid(JSON.stringify({ apiVersion: "meshc/v1", ...smallMesh }), { mode: "up" });
const dialects = new Map([["nats", nats.dialect]]);
const running = {
  endpoint: (instance: string) => ({ host: "127.0.0.1", port: instance === "east-1" ? 4223 : 4222 }),
  seedOf: (identity: string) => (identity === "application.ledger" ? undefined : "SUSEED"),
};

function given(name: string) {
  const result = credentialsOf(topology, running, dialects, name);
  if (!result.ok) throw new Error("no credentials");
  return result.value;
}

test("credentials say where to connect, as whom, and what may be published and read", () => {
  expect(given("shop")).toEqual({
    version: 1,
    application: "shop",
    team: "retail",
    brokers: [{ broker: "east", urls: ["nats://127.0.0.1:4222", "nats://127.0.0.1:4223"] }],
    identity: { nkeySeed: "SUSEED" },
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
  const result = credentialsOf(topology, running, dialects, name);
  expect(result.ok).toBe(false);
  expect(result.diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
});

test("each format holds the seed in one file", () => {
  const shop = given("shop");
  const [json] = printCredentials(shop, "json", "/x/shop.json");
  expect(JSON.parse(json?.text ?? "")).toEqual(shop);
  expect(printCredentials(shop, "env", "/x/shop.env")).toEqual([
    {
      path: "/x/shop.env",
      text:
        "MESHC_APPLICATION=shop\nMESHC_URLS=nats://127.0.0.1:4222,nats://127.0.0.1:4223\n" +
        "MESHC_NKEY_SEED=SUSEED\nMESHC_INBOX_PREFIX=_INBOX_shop\n",
    },
  ]);
  expect(printCredentials(shop, "properties", "/x/shop")[0]?.text).toContain("meshc.nkey-seed=SUSEED\n");
  const secret = JSON.parse(printCredentials(shop, "kubernetes", "/x/shop")[0]?.text ?? "") as object;
  expect(secret).toMatchObject({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "shop-credentials" },
    stringData: { "nkey-seed": "SUSEED", urls: "nats://127.0.0.1:4222,nats://127.0.0.1:4223" },
  });
});

test("where brokers speak TLS credentials say who signed their certificates", () => {
  const authority = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n";
  const secured = { ...running, endpoint: (name: string) => ({ ...running.endpoint(name), authority }) };
  const result = credentialsOf(topology, secured, dialects, "shop");
  if (!result.ok) throw new Error("no credentials");
  const shop = result.value;
  expect(shop.brokers[0]?.urls).toEqual(["tls://127.0.0.1:4222", "tls://127.0.0.1:4223"]);
  expect(shop.ca).toBe(authority);
  const [env, beside] = printCredentials(shop, "env", "/x/shop.env");
  expect(env?.text).toContain("MESHC_CA=/x/shop.env.ca.pem\n");
  expect(beside).toEqual({ path: "/x/shop.env.ca.pem", text: authority });
  const context = printCredentials(shop, "nats-context", "/x/shop.json");
  expect(JSON.parse(context[0]?.text ?? "")).toMatchObject({ ca: "/x/shop.json.ca.pem" });
  expect(context.map(({ path }) => path)).toEqual(["/x/shop.json", "/x/shop.json.nk", "/x/shop.json.ca.pem"]);
  const secret = JSON.parse(printCredentials(shop, "kubernetes", "/x/shop")[0]?.text ?? "") as object;
  expect(secret).toMatchObject({ stringData: { "ca.pem": authority } });
});

test("a context of the NATS command line names the file with the seed", () => {
  const [context, seed] = printCredentials(given("shop"), "nats-context", "/x/shop.json");
  expect(JSON.parse(context?.text ?? "")).toEqual({
    description: "shop of team retail",
    url: "nats://127.0.0.1:4222,nats://127.0.0.1:4223",
    nkey: "/x/shop.json.nk",
    inbox_prefix: "_INBOX_shop",
  });
  expect(seed).toEqual({ path: "/x/shop.json.nk", text: "SUSEED\n" });
});
