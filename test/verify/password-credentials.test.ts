import { expect, test } from "vitest";
import { credentialsOf } from "../../deploy/credentials/credentials.ts";
import {
  type CredentialFormat,
  formatsOf,
  printCredentials,
} from "../../deploy/credentials/print-credentials.ts";
import { nats } from "../../targets/engines/nats/engine.ts";
import { expectValid } from "../harness/analyze-text.ts";
import { smallMesh } from "./meshes.ts";

const found = expectValid(JSON.stringify({ apiVersion: "meshc/v1", ...smallMesh }), { mode: "up" });
const spoken = new Map([["nats", nats.protocols]]);
const topology = {
  ...found.topology,
  identities: found.topology.identities.map((identity) =>
    identity.name === "application.shop" ? { ...identity, protocol: "mqtt" } : identity,
  ),
};
const id = `P${"A".repeat(26)}`;
const running = {
  endpoint: (_: string, listener: string) => ({ host: "127.0.0.1", port: listener === "mqtt" ? 1883 : 4222 }),
  seedOf: () => "secret",
  command: "meshc up" as const,
  publicKeyOf: () => id,
};

function given(from = running) {
  const result = credentialsOf(topology, from, spoken, "shop");
  if (!result.ok) throw new Error("no credentials");
  return result.value;
}

test("who logs in by a password is told its name, its password, and topics as MQTT writes them", () => {
  expect(given()).toEqual({
    version: 1,
    application: "shop",
    team: "retail",
    protocol: "mqtt",
    brokers: [{ broker: "east", urls: ["mqtt://127.0.0.1:1883", "mqtt://127.0.0.1:1883"] }],
    identity: { username: "application.shop", password: "secret" },
    publish: [
      { event: "alerts.raised", address: "retail/alerts/raised" },
      { event: "orders.cancelled", address: "retail/orders/+/cancelled" },
      { event: "orders.created", address: "retail/orders/+/created" },
    ],
    subscribe: [{ event: "payments.audited", address: "finance/payments/audited", broker: "east" }],
  });
});

test("each format names what a client of MQTT takes as the users of MQTT do", () => {
  const authority = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n";
  const secured = {
    ...running,
    endpoint: (name: string, listener: string) => ({ ...running.endpoint(name, listener), authority }),
  };
  const shop = given(secured);
  const print = (format: CredentialFormat) => printCredentials(shop, format, "/x/shop");
  const { main, beside } = print("env");
  const [ca] = beside;
  expect(ca).toEqual({ path: expect.stringMatching(/^\/x\/shop\.[0-9a-f]{8}\.ca\.pem$/), text: authority });
  expect(main.text).toContain(`MESHC_APPLICATION=shop
MESHC_TEAM=retail
MESHC_PROTOCOL=mqtt
MESHC_URLS=mqtts://127.0.0.1:1883,mqtts://127.0.0.1:1883
MQTT_URL=mqtts://127.0.0.1:1883
MQTT_USERNAME=application.shop
MQTT_PASSWORD=secret
MQTT_CA_FILE=${ca?.path}
MESHC_BROKERS_COUNT=1
`);
  expect(main.text).toContain("MESHC_PUBLISH_2_ADDRESS=retail/orders/+/cancelled\n");
  expect(print("properties").main.text).toContain(
    `mqtt.url=mqtts://127.0.0.1:1883\nmqtt.username=application.shop\nmqtt.password=secret\nmqtt.ca-file=${ca?.path}\n`,
  );
  const { stringData } = JSON.parse(print("kubernetes").main.text) as { readonly stringData: object };
  expect(stringData).toEqual({
    application: "shop",
    urls: "mqtts://127.0.0.1:1883,mqtts://127.0.0.1:1883",
    username: "application.shop",
    password: "secret",
    "ca.pem": authority,
    "credentials.json": print("json").main.text,
  });
  expect(JSON.parse(print("json").main.text)).toEqual(shop);
});

test("there is no context of the NATS command line for a password", () => {
  expect(formatsOf(given())).toEqual(["json", "env", "properties", "kubernetes"]);
  expect(() => printCredentials(given(), "nats-context", "/x/shop")).toThrow("logs in by an nkey");
});

test("an nkey of before an application spoke MQTT is none of its credentials", () => {
  const before = { ...running, publicKeyOf: () => "UPUBLICKEY" };
  const result = credentialsOf(topology, before, spoken, "shop");
  expect(result.diagnostics.map(({ code }) => code)).toEqual(["MESH5201"]);
});
