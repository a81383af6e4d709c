import { expect, test } from "vitest";
import type { HeldMesh } from "../../compiler/hold-manifest.ts";
import { type Entries, heldBetween, shop, shopWith } from "./shop.ts";

const stored = { owner: "retail", delivery: "at-least-once", share: ["finance"] };
const till = { team: "retail", broker: "ha", publish: ["orders.*"] };
const books = { team: "finance", broker: "ha", subscribe: ["orders.paid", "stock.counted"], durable: true };
const packers = { "packer-a": null, "packer-b": null };
const withoutStock = shopWith({
  domains: { stock: null },
  applications: { till, books: { ...books, subscribe: ["orders.paid"] } },
});

/** Durables as `stream/name reads patterns`. */
function durables({ topology }: Pick<HeldMesh, "topology">): readonly string[] {
  return topology.durables.map(
    ({ stream, name, patterns }) => `${stream}/${name} ${patterns.map((one) => one.join("/")).join(" ")}`,
  );
}

function drains({ drains }: HeldMesh): readonly string[] {
  return drains.map(({ kind, name, draining }) => `${kind} ${name}${draining ? " again" : ""}`);
}

test("a domain that leaves stays with its readers, and nobody publishes it", () => {
  const held = heldBetween(shop, withoutStock);
  expect(held.refused).toEqual([]);
  expect(drains(held)).toEqual(["domain stock"]);
  expect(durables(held)).toContain("stock/books stock/counted");
  expect(held.topology.streams.map(({ name, home }) => `${name} at ${home}`)).toEqual([
    "orders at ha",
    "stock at ha",
  ]);
  const { publish = [] } = held.topology.mesh.applications.get("till") ?? {};
  expect(publish.flatMap(({ accesses }) => accesses.map(({ event }) => event.name))).toEqual([
    "placed",
    "paid",
  ]);
});

test("what is held on to is told as new once", () => {
  const once = heldBetween(shop, withoutStock);
  const twice = heldBetween({ ...once.data } as unknown as Entries, withoutStock);
  expect(drains(twice)).toEqual(["domain stock again"]);
  expect(twice.data).toEqual(once.data);
});

test("a domain is given up at once where it may be lost", () => {
  const held = heldBetween(shop, withoutStock, ["stock"]);
  expect({ drains: held.drains, refused: held.refused }).toEqual({ drains: [], refused: [] });
  expect(held.topology.streams.map(({ name }) => name)).toEqual(["orders"]);
});

test("the home of a domain that is held on to is where it was, though its publishers are gone", () => {
  const hubs = { brokers: { ha: { ...shop["brokers"]?.["ha"], storage: undefined } } };
  const publisher = { team: "retail", broker: "hb", publish: ["stock.counted"] };
  const before = shopWith({ ...hubs, applications: { counter: publisher, till } });
  const wanted = shopWith({
    ...hubs,
    domains: { stock: null },
    applications: { till, books: { ...books, subscribe: ["orders.paid"] } },
  });
  const held = heldBetween(before, wanted);
  expect(held.refused).toEqual([]);
  expect(held.topology.streams.find(({ name }) => name === "stock")?.home).toBe("hb");
});

test("who publishes all of a domain does not publish the event of it that is held on to", () => {
  const wanted = shopWith({
    domains: { orders: { ...stored, topic: "orders", events: { placed: {} } } },
    applications: { books: { ...books, subscribe: ["stock.counted"] } },
  });
  const held = heldBetween(shop, wanted);
  expect(held.refused).toEqual([]);
  expect(drains(held)).toEqual(["domain orders"]);
  expect(durables(held)).toContain("orders/books orders/paid");
  expect(held.data.applications?.["till"]?.publish).toEqual(["orders.placed", "stock.counted"]);
});

test("an event that is stored no more is stored until it is read", () => {
  const { delivery: _, ...live } = stored;
  const wanted = shopWith({
    domains: { stock: { ...live, topic: "stock", events: { counted: {} } } },
  });
  const held = heldBetween(shop, wanted);
  expect(held.refused).toEqual([]);
  expect(drains(held)).toEqual(["domain stock"]);
  expect(durables(held)).toContain("stock/books stock/counted");
});

test("an application that leaves reads on what it read by a durable, and does nothing else", () => {
  const before = shopWith({ applications: { books: { ...books, publish: [] } } });
  const held = heldBetween(before, shopWith({ applications: { books: null } }));
  expect(held.refused).toEqual([]);
  expect(drains(held)).toEqual(["application books"]);
  expect(durables(held)).toEqual([
    "orders/books orders/paid",
    "orders/group_packers orders/placed",
    "stock/books stock/counted",
  ]);
  expect(held.data.applications?.["books"]?.publish).toBeUndefined();
});

test("the team of an application that is held on to stays, and events are shared with it", () => {
  const wanted = shopWith({
    teams: { finance: null },
    domains: {
      orders: { ...stored, share: "private", topic: "orders", events: { placed: {}, paid: {} } },
      stock: { ...stored, share: "private", topic: "stock", events: { counted: {} } },
    },
    applications: { books: null },
  });
  const held = heldBetween(shop, wanted);
  expect(held.refused).toEqual([]);
  expect(held.data.teams).toEqual({ retail: {}, finance: {} });
  expect(held.data.domains?.["orders"]?.events).toMatchObject({
    paid: { share: ["finance"] },
    placed: { share: "private" },
  });
});

test("others of a team do not read what is shared with it only for what is held on to", () => {
  const audit = { team: "finance", broker: "ha", subscribe: ["orders.*"], durable: true };
  const orders = (share: unknown) => ({
    ...stored,
    topic: "orders",
    events: { placed: {}, paid: { share } },
  });
  const before = shopWith({ domains: { orders: orders(["finance"]) } });
  const wanted = shopWith({
    domains: { orders: orders("private") },
    applications: { audit, books: { ...books, subscribe: ["stock.counted"] } },
  });
  const held = heldBetween(before, wanted);
  expect(held.refused).toEqual([]);
  expect(drains(held)).toEqual(["application books"]);
  expect(durables(held)).toContain("orders/audit orders/placed");
});

test("a subscription that is given up is read on, and only its own application is told of", () => {
  const wanted = shopWith({ applications: { books: { ...books, subscribe: ["orders.paid"] } } });
  const held = heldBetween(shop, wanted);
  expect(drains(held)).toEqual(["application books"]);
  expect(durables(held)).toContain("stock/books stock/counted");
});

test("a subscription to some of an event is read on as the whole", () => {
  const domains = { stock: { ...stored, topic: "stock", events: { counted: { topic: "{site}/counted" } } } };
  const some = { event: "stock.counted", where: { site: "oslo" } };
  const held = heldBetween(
    shopWith({ domains }),
    shopWith({ domains, applications: { books: { ...books, subscribe: ["orders.paid", some] } } }),
  );
  expect(held.refused).toEqual([]);
  expect(durables(held)).toContain("stock/books stock/*/counted");
});

test("a member that leaves a group leaves its place to the others", () => {
  const held = heldBetween(shop, shopWith({ applications: { "packer-b": null } }));
  expect({ drains: held.drains, refused: held.refused }).toEqual({ drains: [], refused: [] });
});

test("the last members that leave a group are held on to", () => {
  const held = heldBetween(shop, shopWith({ applications: packers }));
  expect(drains(held)).toEqual(["application packer-a", "application packer-b"]);
  expect(durables(held)).toContain("orders/group_packers orders/placed");
});

test("an application that publishes still and reads no more reads on by its durable", () => {
  const { subscribe: _, durable: _durable, ...writer } = { ...books, publish: ["stock.counted"] };
  const shared = { ...stored, share: { subscribe: ["finance"], publish: ["finance"] } };
  const domains = { stock: { ...shared, topic: "stock", events: { counted: {} } } };
  const held = heldBetween(shopWith({ domains }), shopWith({ domains, applications: { books: writer } }));
  expect(held.refused).toEqual([]);
  expect(durables(held)).toContain("stock/books stock/counted");
  expect(held.data.applications?.["books"]).toMatchObject({ publish: ["stock.counted"], durable: true });
});

test("a list of domains on a link lets through what is held on to", () => {
  const links = (domains: readonly string[]) => ({ links: { up: { between: ["line", "ha"], domains } } });
  const reader = { team: "retail", broker: "line", subscribe: ["stock.counted"], durable: true };
  const before = shopWith({ ...links(["orders", "stock"]), applications: { reader } });
  const wanted = shopWith({
    ...links(["orders"]),
    domains: { stock: null },
    applications: { till, books: { ...books, subscribe: ["orders.paid"] } },
  });
  const held = heldBetween(before, wanted);
  expect(held.refused).toEqual([]);
  expect(drains(held)).toEqual(["application reader", "domain stock"]);
  expect(held.data.links?.["up"]?.domains).toEqual(["orders", "stock"]);
});

test("a policy that is against what would be held on to refuses it, and the rest is held on to", () => {
  const classified = { ...stored, topic: "stock", classification: ["secret"], events: { counted: {} } };
  const place = {
    centre: { platform: "local", residency: "eu" },
    plant: { platform: "local", dialable: false },
  };
  const before = shopWith({ environments: place, domains: { stock: classified } });
  const wanted = shopWith({
    environments: place,
    domains: { stock: null },
    policies: { none: { forbid: { classification: "secret", residency: "eu" } } },
    applications: { ...packers, till, books: { ...books, subscribe: ["orders.paid"] } },
  });
  const held = heldBetween(before, wanted);
  expect(held.refused).toEqual([
    {
      kind: "domain",
      name: "stock",
      why: expect.stringMatching(/^it is not read yet, and cannot be held on to: .*"none"/),
    },
  ]);
  expect(drains(held)).toEqual(["application packer-a", "application packer-b"]);
});
