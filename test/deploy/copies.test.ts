import { expect, test, vi } from "vitest";
import { usualLimits } from "../../deploy/up/limits.ts";
import { errorsOf, meshFolder } from "./mesh-folder.ts";
import { bringUp, publish, read } from "./stored-clients.ts";

/** A hub that stores, and an edge that does so or not, with a publisher and a reader. */
function manifest(storage: string, broker: string): string {
  return `
apiVersion: meshc/v1
mesh: { name: copied }
teams: { one: {} }
environments: { centre: { platform: local } }
brokers:
  ha: { environment: centre, engine: nats, storage: 1Gi }
  site: { environment: centre, engine: nats, role: edge, ${storage} listeners: { nats: 4242, management: 8242 } }
domains:
  orders: { owner: one, topic: orders, delivery: at-least-once, events: { placed: {} } }
applications:
  till: { team: one, broker: ha, publish: [orders.placed] }
  robot: { team: one, broker: site, publish: [orders.placed] }
  books: { team: one, broker: ${broker}, subscribe: [orders.placed], durable: true }
`;
}

const stores = "storage: 1Gi,";

test("a durable that moves to an edge that stores and back goes on where it was", async () => {
  const mesh = await meshFolder(manifest("", "site"));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  expect(await publish(mesh, ["1"])).toEqual(["orders"]);
  expect(await publish(mesh, ["2"], "robot", "site")).toEqual(["orders"]);
  expect(await read(mesh, "books", "site", "orders", { domain: "hub" })).toEqual(["1", "2"]);
  await publish(mesh, ["3"]);
  await bringUp(mesh, manifest(stores, "site"));
  expect(await read(mesh, "books", "site", "orders_at_site")).toEqual(["3"]);
  expect(await publish(mesh, ["4"], "robot", "site")).toEqual(["orders_from_site"]);
  await bringUp(mesh, manifest(stores, "[ha, site]"));
  expect(await read(mesh, "books", "ha", "orders")).toEqual(["4"]);
  expect(await mesh.status()).toMatchObject({ ok: true, value: { ok: true } });
});

test("up returns once what an edge keeps is drawn up again, after the edge was killed", async () => {
  const mesh = await meshFolder(manifest(stores, "ha"));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  process.kill(mesh.instance("centre", "site-0").process?.pid ?? 0, "SIGKILL");
  await vi.waitFor(async () => expect(await mesh.processes()).toHaveLength(1), { timeout: 5_000 });
  const { result, events } = await mesh.up();
  expect(errorsOf(result)).toEqual([]);
  expect(events).toContainEqual({
    kind: "waiting",
    broker: "ha",
    why: ["nothing has come to orders since servers were started"],
  });
  await publish(mesh, ["1"], "robot", "site");
  const sent = Date.now();
  expect(await read(mesh, "books", "ha", "orders")).toEqual(["1"]);
  expect(Date.now() - sent).toBeLessThan(6_000);
});

test("what an edge keeps and copies is made once, and a second up asks for no change", async () => {
  const mesh = await meshFolder(manifest(stores, "site"));
  const first = await mesh.up();
  expect(errorsOf(first.result)).toEqual([]);
  const made = (run: typeof first) =>
    run.events.flatMap((event) => (event.kind === "provisioned" ? [`${event.broker} ${event.what}`] : []));
  expect(made(first)).toEqual([
    'site stream "orders_from_site"',
    'ha stream "orders"',
    'site stream "orders_at_site"',
    'site consumer "books" of "orders_at_site"',
  ]);
  const second = await mesh.up();
  expect(made(second)).toEqual([]);
  expect(second.result).toMatchObject({ ok: true, value: { touched: 0 } });
});

test("a stream that nothing comes to is an error of up, and status tells of it", async () => {
  const mesh = await meshFolder(manifest(stores, "site"));
  const limits = { ...usualLimits, copies: 1 };
  const idle = { state: "idle", differences: ["nothing comes from orders"] } as const;
  const { result } = await mesh.up({
    limits,
    store: {
      inspect: async (_client, _seed, provisions) => provisions.map((provision) => ({ provision, ...idle })),
    },
  });
  expect(errorsOf(result)).toEqual(
    ["ha", "site"].map(
      (broker) =>
        `MESH5123 a stream at ${broker} that is filled from elsewhere stays as it is: nothing comes from orders`,
    ),
  );
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  process.kill(mesh.instance("centre", "site-0").process?.pid ?? 0, "SIGSTOP");
  const told = await vi.waitFor(
    async () => {
      const report = JSON.stringify(await mesh.status());
      expect(report).toContain("nothing comes from orders_from_site any more");
      return report;
    },
    { timeout: 40_000, interval: 1_000 },
  );
  process.kill(mesh.instance("centre", "site-0").process?.pid ?? 0, "SIGCONT");
  expect(told).toContain('"state":"idle"');
});

/** A hub and two edges that store, with a reader at some of them. */
function twoEdges(broker: string): string {
  return `
apiVersion: meshc/v1
mesh: { name: moved }
teams: { one: {} }
environments: { centre: { platform: local } }
brokers:
  ha: { environment: centre, engine: nats, storage: 1Gi }
  site: { environment: centre, engine: nats, role: edge, storage: 1Gi, listeners: { nats: 4242, management: 8242 } }
  shop: { environment: centre, engine: nats, role: edge, storage: 1Gi, listeners: { nats: 4252, management: 8252 } }
domains:
  orders: { owner: one, topic: orders, delivery: at-least-once, events: { placed: {} } }
applications:
  till: { team: one, broker: ha, publish: [orders.placed] }
  books: { team: one, broker: ${broker}, subscribe: [orders.placed], durable: true }
`;
}

test("a durable that moves from an edge that stores to another one, and to the hub alone, goes on where it was", async () => {
  const mesh = await meshFolder(twoEdges("site"));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  await publish(mesh, ["1"]);
  expect(await read(mesh, "books", "site", "orders_at_site")).toEqual(["1"]);
  await publish(mesh, ["2", "3"]);
  await bringUp(mesh, twoEdges("shop"));
  expect(await read(mesh, "books", "shop", "orders_at_shop")).toEqual(["2", "3"]);
  await publish(mesh, ["4", "5"]);
  await bringUp(mesh, twoEdges("ha"));
  expect(await read(mesh, "books", "ha", "orders")).toEqual(["4", "5"]);
});
