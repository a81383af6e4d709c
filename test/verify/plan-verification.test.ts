import { expect, test } from "vitest";
import { planVerification } from "../../deploy/verify/plan-verification.ts";
import { mosquitto } from "../../targets/engines/mosquitto/engine.ts";
import { nats } from "../../targets/engines/nats/engine.ts";
import { expectValid } from "../harness/analyze-text.ts";
import { fourEdges, smallMesh } from "./meshes.ts";
import { storedMesh } from "./stored-mesh.ts";
import { wideMesh } from "./wide-mesh.ts";

const spoken = new Map([nats, mosquitto].map(({ name, protocols }) => [name, protocols]));

function planOf(manifest: object, rights: boolean) {
  const text = JSON.stringify({ apiVersion: "meshc/v1", ...manifest });
  const { topology } = expectValid(text, { mode: "up" });
  return planVerification(topology, { runId: "0a1b", rights, spoken });
}

const plan = planOf(smallMesh, true);

function probesOf(identity: string, broker: string) {
  return (
    plan.identities.find((each) => each.identity.name === identity && each.broker === broker)?.probes ?? []
  );
}

function probe(identity: string, broker: string, action: string, address: string, group?: string) {
  const found = probesOf(identity, broker).filter(
    (each) => each.action === action && each.address === address && each.group === group,
  );
  return found.map((each) => each.expected);
}

test("the same mesh and run id give the same plan", () => {
  expect(JSON.stringify(planOf(smallMesh, true))).toBe(JSON.stringify(plan));
});

test("every flow has a message that its subscriber may read", () => {
  for (const { event, publisher } of plan.flows) {
    expect(
      plan.messages.some((message) => message.event === event && message.publisher === publisher.name),
    ).toBe(true);
  }
});

test("open levels are filled with a value that nobody uses, narrowed ones with the granted value", () => {
  const topics = plan.messages
    .filter(({ event, publisher }) => event.name === "created" && publisher === "shop")
    .map(({ topic }) => [topic.label, topic.levels.join("/")]);
  expect(topics).toEqual([
    ["retail/orders/eu/created", "retail/orders/eu/created"],
    ["retail/orders/{region}/created", "retail/orders/meshc-probe-0a1b/created"],
  ]);
});

test.each([
  ["application.shop", "east", "publish", "retail.orders.eu.created", undefined, "allowed"],
  ["application.shop", "east", "subscribe", "retail.orders.eu.created", undefined, "denied"],
  ["application.eu-report", "west", "subscribe", "retail.orders.eu.created", undefined, "allowed"],
  [
    "application.eu-report",
    "west",
    "subscribe",
    "retail.orders.meshc-probe-0a1b.created",
    undefined,
    "denied",
  ],
  ["application.eu-report", "west", "subscribe", "retail.orders.*.created", undefined, "denied"],
  ["application.billing", "west", "subscribe", "retail.orders.eu.created", undefined, "denied"],
  ["application.billing", "west", "subscribe", "retail.orders.eu.created", "billing", "allowed"],
  ["application.ledger", "west", "subscribe", "retail.orders.>", undefined, "allowed"],
  ["application.ledger", "west", "subscribe", "retail.>", undefined, "denied"],
  ["application.ledger", "west", "subscribe", ">", undefined, "denied"],
  ["application.ledger", "west", "subscribe", "$SYS.>", undefined, "denied"],
  ["application.ledger", "west", "subscribe", "_INBOX_ledger.>", undefined, "allowed"],
  ["application.ledger", "west", "subscribe", "_INBOX_shop.>", undefined, "denied"],
  [
    "link.floor.uplink",
    "east",
    "publish",
    "plant.telemetry.meshc-probe-0a1b.temperature",
    undefined,
    "allowed",
  ],
  ["link.floor.uplink", "east", "publish", "retail.alerts.raised", undefined, "denied"],
  ["link.floor.uplink", "west", "subscribe", "retail.alerts.raised", undefined, "allowed"],
  ["link.floor.uplink", "west", "subscribe", "finance.payments.>", undefined, "denied"],
] as const)("%s at %s: to %s %s (group %s) is %s", (identity, broker, action, address, group, expected) => {
  expect(probe(identity, broker, action, address, group)).toContain(expected);
});

test("logins that must fail: nobody, an unknown key, identities of other brokers", () => {
  const atFloor = plan.strangers.filter(({ broker }) => broker === "floor").map(({ identity }) => identity);
  expect(atFloor).toEqual(
    expect.arrayContaining(["nobody", "an unknown key", "application.shop", "link.floor.uplink"]),
  );
  expect(atFloor).not.toContain("application.press");
});

test("without rights only what concerns a declared event and is not granted is tried, and by applications only", () => {
  const { identities, strangers } = planOf(smallMesh, false);
  expect(strangers).toEqual([]);
  expect(identities.every(({ identity }) => identity.kind === "application")).toBe(true);
  for (const { probes } of identities) {
    expect(probes.every(({ event, expected }) => event !== undefined && expected === "denied")).toBe(true);
  }
});

test("a link is tried at its standby target too, as a client and where links dial in", () => {
  const places = planOf(fourEdges, true).identities.filter(
    ({ identity }) => identity.name === "link.oslo.uplink",
  );
  expect(places.map(({ broker, listener }) => [broker, listener])).toEqual([
    ["eu", undefined],
    ["eu", "leafnode"],
    ["us", undefined],
    ["us", "leafnode"],
  ]);
});

const stored = planOf(storedMesh, true).identities;

test.each([
  ["application.billing", "core", "publish", "$JS.API.CONSUMER.INFO.orders.billing", "allowed"],
  ["application.billing", "core", "publish", "$JS.API.CONSUMER.MSG.NEXT.orders.billing", "allowed"],
  ["application.billing", "core", "publish", "$JS.ACK.orders.billing.meshc-probe", "allowed"],
  ["application.refunds", "core", "publish", "$JS.API.CONSUMER.MSG.NEXT.orders.billing", "denied"],
  ["application.books", "west", "publish", "$JS.API.CONSUMER.MSG.NEXT.orders_at_west.books", "allowed"],
  ["application.display", "line", "publish", "$JS.hub.API.CONSUMER.MSG.NEXT.orders.display", "allowed"],
  ["link.line.uplink", "site", "publish", "$JS.hub.API.CONSUMER.MSG.NEXT.orders.display", "allowed"],
  ["link.site.uplink", "core", "publish", "$JS.ACK.orders.display.meshc-probe", "allowed"],
  ["link.site.uplink", "west", "subscribe", "_INBOX_till.>", "allowed"],
  ["link.site.uplink", "west", "subscribe", "_INBOX_shop.>", "denied"],
] as const)(
  "what reading by a durable takes: %s at %s may %s %s: %s",
  (name, broker, action, address, expected) => {
    const place = stored.find((each) => each.identity.name === name && each.broker === broker);
    const found = place?.probes.filter((each) => each.action === action && each.address === address);
    expect(found?.map((each) => each.expected)).toEqual([expected]);
  },
);

test("what a hub rewrites before it looks at rights is not tried there as a link", () => {
  const place = stored.find((each) => each.identity.name === "link.site.uplink" && each.broker === "core");
  expect(place?.probes.filter(({ address }) => address.startsWith("$JS.hub."))).toEqual([]);
});

test("where links dial in, what a hub would rewrite is tried, and each refusal by an address of its own", () => {
  const place = stored.find(
    (each) =>
      each.identity.name === "link.site.uplink" && each.broker === "core" && each.listener === "leafnode",
  );
  const expected = (address: string) =>
    place?.probes.filter((each) => each.address === address).map((each) => each.expected);
  expect(expected("$JS.hub.API.CONSUMER.MSG.NEXT.orders.display")).toEqual(["allowed"]);
  expect(expected("$JS.hub.API.STREAM.PURGE.orders")).toEqual(["denied"]);
  expect(place?.probes.some(({ levels }) => levels.some((level) => /[*>]/.test(level)))).toBe(false);
});

test.each([
  ["$JS.API.STREAM.PURGE.orders", 1],
  ["$JS.API.STREAM.DELETE.orders_at_west", 1],
  ["$JS.API.DIRECT.GET.payments", 1],
  ["$JS.API.CONSUMER.CREATE.orders.meshc-probe", 1],
  // Its own durable: it reads by it, and may not change it.
  ["$JS.API.CONSUMER.CREATE.orders.billing", 1],
  ["$JS.API.CONSUMER.DELETE.orders.billing", 1],
  ["$JS.ACK.orders.refunds.meshc-probe", 1],
])("nobody may use what streams and durables are changed by: %s", (address, times) => {
  const place = stored.find((each) => each.identity.name === "application.billing");
  const found = place?.probes.filter((each) => each.action === "publish" && each.address === address);
  expect(found?.map((each) => each.expected)).toEqual(Array.from({ length: times }, () => "denied"));
});

test("strangers knock where links dial in, and where instances and brokers know each other by a password", () => {
  const at = (broker: string, listener: string) =>
    plan.strangers
      .filter((each) => each.broker === broker && each.listener === listener)
      .map(({ identity }) => identity);
  expect(at("east", "leafnode")).toEqual(
    expect.arrayContaining(["nobody", "an unknown key", "application.ledger", "application.shop"]),
  );
  expect(at("east", "leafnode")).not.toContain("link.floor.uplink");
  expect(at("east", "cluster")).toEqual(["nobody", "an unknown password"]);
  expect(at("west", "gateway")).toEqual(["nobody", "an unknown password"]);
  expect(at("floor", "leafnode")).toEqual([]);
});

test("strangers knock as MQTT clients where these are served, and MQTT clients nowhere else", () => {
  const till = { team: "retail", broker: "shop", protocol: "mqtt", publish: ["orders.placed"] };
  const mesh = {
    apiVersion: "meshc/v1",
    mesh: { name: "shop" },
    teams: { retail: {} },
    environments: { office: { platform: "local" } },
    brokers: {
      core: { environment: "office", engine: "nats", role: "hub" },
      shop: { environment: "office", engine: "nats", role: "edge", uplink: "core" },
    },
    domains: { orders: { owner: "retail", topic: "orders", events: { placed: {} } } },
    applications: { till },
  };
  const { topology } = expectValid(JSON.stringify(mesh), { mode: "up" });
  const { strangers } = planVerification(topology, { runId: "0", rights: true, spoken, known: [] });
  const overMqtt = strangers.filter(({ protocol }) => protocol?.name === "mqtt");
  expect(overMqtt.map(({ identity, broker }) => `${identity} at ${broker}`)).toEqual([
    "a wrong password of application.till at shop",
    "nobody at shop",
    "an unknown password at shop",
  ]);
  expect(strangers.map(({ identity }) => identity)).not.toContain("application.till");
});

test("an identity that the mesh had before is to be let in nowhere", () => {
  const text = JSON.stringify({ apiVersion: "meshc/v1", ...smallMesh });
  const { topology } = expectValid(text, { mode: "up" });
  const known = ["application.former", "application.shop", "link.old.uplink"];
  const { strangers } = planVerification(topology, { runId: "0", rights: true, spoken, known });
  const former = strangers.filter(({ identity }) => /former|old/.test(identity));
  expect(new Set(former.map(({ broker }) => broker))).toEqual(new Set(["east", "west", "floor"]));
  expect(former).toContainEqual({ identity: "link.old.uplink", kind: "link", broker: "east" });
});

test("the wide mesh makes more than ten thousand tries", () => {
  const { identities, strangers } = planOf(wideMesh, true);
  const tries = identities.reduce((sum, { probes }) => sum + probes.length, strangers.length);
  expect(tries).toBeGreaterThan(10_000);
});

test("a link that a process carries is no link to a listener for links: it knocks there as a stranger does", () => {
  const at = (environment: string, engine: string) => ({ environment, engine });
  const alarms = { owner: "one", topic: "alarms", delivery: "at-least-once", events: { raised: {} } };
  const { identities, strangers } = planOf(
    {
      mesh: { name: "plants" },
      teams: { one: {} },
      environments: { cloud: { platform: "local" }, plant: { platform: "local", dialable: false } },
      brokers: {
        core: at("cloud", "nats"),
        oslo: at("plant", "mosquitto"),
        lyon: { ...at("plant", "nats"), storage: "1Gi" },
      },
      domains: { alarms },
      applications: {
        siren: { team: "one", broker: "oslo", publish: ["alarms.raised"] },
        horn: { team: "one", broker: "lyon", publish: ["alarms.raised"] },
        office: { team: "one", broker: "core", subscribe: ["alarms.raised"], durable: true },
      },
    },
    true,
  );
  const listenersOf = (name: string) =>
    identities
      .filter(({ identity, broker }) => identity.name === name && broker === "core")
      .map(({ listener }) => listener);
  expect(listenersOf("link.lyon.uplink")).toEqual([undefined, "leafnode"]);
  expect(listenersOf("link.oslo.uplink")).toEqual([undefined]);
  const knocks = strangers.filter(({ broker, listener }) => broker === "core" && listener === "leafnode");
  const links = knocks.map(({ identity }) => identity).filter((name) => name.startsWith("link."));
  expect(links).toEqual(["link.oslo.uplink"]);
});
