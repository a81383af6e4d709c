import { expect, test } from "vitest";
import { loneHub as hub } from "./lone-hub.ts";
import { errorsOf, meshFolder } from "./mesh-folder.ts";
import { bringUp, type Mesh, publish, read } from "./stored-clients.ts";

/** What `up` says of a manifest, and whom it touched. */
async function told(mesh: Mesh, text: string) {
  mesh.write(text);
  const { result, touched } = await mesh.up();
  return { errors: errorsOf(result), touched };
}

const alone = "a server that stored by itself does not bring what it holds into a cluster";
const unasked = "it cannot be asked at present; bring it up with its servers as they were first";

test("a lone hub that holds events gets no further servers, and goes on as it was", async () => {
  const mesh = await meshFolder(hub(1));
  await bringUp(mesh, hub(1));
  await publish(mesh, ["1", "2"]);
  const lost = `2 events in stream "orders" at ha would be lost with the change of its servers: ${alone}`;
  expect(await told(mesh, hub(3))).toEqual({ errors: [`MESH5128 ${lost}`], touched: [] });
  expect(await told(mesh, hub(1))).toEqual({ errors: [], touched: [] });
  expect(await read(mesh, "books", "ha", "orders")).toEqual(["1", "2"]);
});

test("a hub that does not run is believed to hold something", async () => {
  const mesh = await meshFolder(hub(1));
  await bringUp(mesh, hub(1));
  await publish(mesh, ["1"]);
  await mesh.down();
  const lost = `what is stored at ha would be lost with the change of its servers: ${alone}, and ${unasked}`;
  expect(await told(mesh, hub(2))).toEqual({ errors: [`MESH5128 ${lost}`], touched: [] });
  await bringUp(mesh, hub(1));
  expect(await read(mesh, "books", "ha", "orders")).toEqual(["1"]);
});

test("a lone hub that holds nothing becomes one of several servers, which are not made one again with what they hold", async () => {
  const mesh = await meshFolder(hub(1));
  await bringUp(mesh, hub(1));
  await bringUp(mesh, hub(2));
  await publish(mesh, ["1"]);
  await bringUp(mesh, hub(3));
  expect((await told(mesh, hub(1))).errors).toEqual([
    'MESH5128 1 event in stream "orders" at ha would be lost with the change of its servers: a server that is to store by itself does not find all that it held together with others',
  ]);
  expect(await read(mesh, "books", "ha", "orders")).toEqual(["1"]);
});

test("a hub of three servers becomes one of two with what it holds", async () => {
  const mesh = await meshFolder(hub(3));
  await bringUp(mesh, hub(3));
  await publish(mesh, ["1", "2"]);
  await bringUp(mesh, hub(2));
  expect(await read(mesh, "books", "ha", "orders")).toEqual(["1", "2"]);
});

/** A hub that keeps a domain, and a broker that stores too, with a reader whose place is in a copy there. */
function beside(role: string): string {
  const [ports, home] = role === "hub" ? ["cluster: 6232, gateway: 7232", "hb"] : ["", "ha"];
  return `
apiVersion: meshc/v1
mesh: { name: turned }
teams: { one: {} }
environments: { centre: { platform: local } }
brokers:
  ha: { environment: centre, engine: nats, storage: 1Gi }
  hb: { environment: centre, engine: nats, role: ${role}, storage: 1Gi, listeners: { nats: 4232, management: 8232, ${ports} } }
domains:
  orders: { owner: one, topic: orders, delivery: at-least-once, home: ha, events: { placed: {} } }
  stock: { owner: one, topic: stock, delivery: at-least-once, home: ${home}, events: { counted: {} } }
applications:
  till: { team: one, broker: ha, publish: [orders.placed] }
  books: { team: one, broker: hb, subscribe: [orders.placed], durable: true }
`;
}

test.each([
  ["edge", "hub"],
  ["hub", "edge"],
])("a broker that was an %s and is to be a %s keeps what waits for its readers", async (before, after) => {
  const mesh = await meshFolder(beside(before));
  await bringUp(mesh, beside(before));
  await publish(mesh, ["1", "2", "3"]);
  const { errors, touched } = await told(mesh, beside(after));
  const found = await read(mesh, "books", "hb", "orders_at_hb").catch(String);
  expect({ errors, touched, found }).toEqual({
    errors: [
      'MESH5128 the place of books in copy "orders_at_hb" at hb would be lost with the change of its servers: a broker that becomes a hub, or an edge, does not find what it stored as the other',
    ],
    touched: [],
    found: ["1", "2", "3"],
  });
});
