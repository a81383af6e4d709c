import { expect, test } from "vitest";
import type { Grant, Topology } from "../../compiler/model/topology.ts";
import { rightsAreShared } from "../../compiler/prove/rights-are-shared.ts";
import { expectValid } from "../harness/analyze-text.ts";

const { topology } = expectValid(`apiVersion: meshc/v1
mesh: { name: shop }
teams: { retail: {}, finance: {} }
environments:
  de: { platform: kubernetes, residency: eu }
  us: { platform: kubernetes, residency: us }
  plant: { platform: kubernetes, residency: eu, dialable: false }
defaults: { brokers: { engine: nats } }
brokers: { de: { environment: de }, us: { environment: us }, site: { environment: plant, uplink: [de, us] } }
domains:
  orders: { owner: retail, topic: orders, share: all, events: { placed: {}, audited: { share: private } } }
  people: { owner: retail, topic: people, share: all, residency: [eu], events: { moved: {} } }
applications:
  billing: { team: finance, broker: us, subscribe: [orders.placed] }
  crm: { team: retail, broker: site, subscribe: [orders.placed] }
`);

test("the rights that the compiler derives reach nothing that they may not", () => {
  expect(() => rightsAreShared(topology)).not.toThrow();
});

test.each([
  ["application.billing", "us", "subscribe", "orders/>", "it is not shared"],
  ["application.billing", "us", "publish", "orders/placed", "it is not shared"],
  ["application.billing", "us", "subscribe", "people/moved", "it may not be there"],
  ["application.billing", "us", "subscribe", ">", "application.billing may subscribe"],
  ["application.unknown", "us", "subscribe", "orders/placed", "it is not shared"],
  ["link.site.uplink", "us", "publish", "people/>", "it may not be there"],
])("a right of %s at %s to %s %s stops the compiler", (name, broker, action, pattern, why) => {
  expect(() => rightsAreShared(withRight(name, broker, action, pattern))).toThrow(why);
});

test.each([
  ["application.crm", "site", "publish", "orders/audited"],
  ["application.crm", "site", "subscribe", ">"],
  ["link.site.uplink", "de", "publish", "people/>"],
  ["application.billing", "us", "subscribe", "nobody/owns/this"],
])("a right of %s at %s to %s %s is within what it may", (name, broker, action, pattern) => {
  expect(() => rightsAreShared(withRight(name, broker, action, pattern))).not.toThrow();
});

function withRight(name: string, broker: string, action: string, pattern: string): Topology {
  const grant: Grant = {
    action: action === "publish" ? "publish" : "subscribe",
    pattern: pattern.split("/"),
    subject: { domain: "orders" },
  };
  const kind = name.startsWith("link.") ? "link" : "application";
  return {
    ...topology,
    identities: [{ name, kind, protocol: "nats", at: new Map([[broker, [grant]]]), uses: new Map() }],
  };
}
