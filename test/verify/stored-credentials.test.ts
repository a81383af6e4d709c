import { expect, test } from "vitest";
import { credentialsOf } from "../../deploy/credentials/credentials.ts";
import { nats } from "../../targets/engines/nats/engine.ts";
import { expectValid } from "../harness/analyze-text.ts";

const { topology } = expectValid(`apiVersion: meshc/v1
mesh: { name: shop }
teams: { t: {} }
environments: { office: { platform: local } }
defaults: { applications: { team: t } }
brokers: { core: { environment: office, engine: nats, replicas: 3, storage: 1Gi } }
domains:
  orders:
    owner: t
    topic: orders
    delivery: at-least-once
    events:
      paid: { duplicates: none }
      placed: { topic: "{shop}/placed", key: shop, order: key }
      seen: { delivery: at-most-once, duplicates: none }
applications:
  till: { broker: core, publish: [orders.*] }
  audit: { broker: core, durable: true, subscribe: [orders.*] }
`);
const running = {
  command: "meshc up" as const,
  endpoint: () => undefined,
  seedOf: () => "SUSEED",
  publicKeyOf: () => "UPUBLICKEY",
};

function given(name: string) {
  const result = credentialsOf(topology, running, new Map([["nats", nats.protocols]]), name);
  if (!result.ok) throw new Error("no credentials");
  return result.value;
}

test("a publisher is told where each event needs an id: where it is stored and may not come twice", () => {
  expect(given("till").publish).toEqual([
    { event: "orders.placed", address: "orders.*.placed", stored: true },
    { event: "orders.paid", address: "orders.paid", stored: true, messageId: "Nats-Msg-Id" },
    { event: "orders.seen", address: "orders.seen" },
  ]);
});

test("a reader is told what comes one at a time, and what it has to have confirmed", () => {
  const from = { broker: "core", stream: "orders" };
  expect(given("audit").subscribe).toEqual([
    { event: "orders.seen", address: "orders.seen", broker: "core" },
    { event: "orders.paid", address: "orders.paid", ...from, consumer: "audit", confirm: true },
    { event: "orders.placed", address: "orders.*.placed", ...from, consumer: "audit__placed", inOrder: true },
  ]);
});
