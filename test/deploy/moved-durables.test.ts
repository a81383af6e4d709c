import { expect, test } from "vitest";
import { errorsOf, meshFolder } from "./mesh-folder.ts";
import { bringUp, publish, read } from "./stored-clients.ts";

/** Two hubs of which `hb` stores too where it is given storage, and readers at places of their own. */
function manifest(readers: string, more = ""): string {
  return `
apiVersion: meshc/v1
mesh: { name: moved }
teams: { one: {} }
environments: { centre: { platform: local } }
brokers:
  ha: { environment: centre, engine: nats, storage: 1Gi }
  hb: { environment: centre, engine: nats, listeners: { nats: 4232, management: 8232, gateway: 7232, cluster: 6232 } }
domains:
  orders: { owner: one, topic: orders, delivery: at-least-once, home: ha, events: { placed: {} } }
${more}
applications:
  till: { team: one, broker: ha, publish: [orders.placed] }
${readers}
`;
}

const second =
  "  stock: { owner: one, topic: stock, delivery: at-least-once, home: hb, events: { counted: {} } }";
const books = (broker: string, terms = "orders.placed") =>
  `  books: { team: one, broker: ${broker}, subscribe: [${terms}], durable: true }`;

test("a durable that moves from its home into a copy and back goes on where it was", async () => {
  const mesh = await meshFolder(manifest(books("hb")));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  await publish(mesh, ["1", "2"]);
  expect(await read(mesh, "books", "hb", "orders")).toEqual(["1", "2"]);
  await publish(mesh, ["3"]);
  await bringUp(mesh, manifest(books("hb"), second));
  expect(await read(mesh, "books", "hb", "orders_at_hb")).toEqual(["3"]);
  await publish(mesh, ["4"]);
  await bringUp(mesh, manifest(books("[ha, hb]"), second));
  expect(await read(mesh, "books", "ha", "orders")).toEqual(["4"]);
  expect(await mesh.status()).toMatchObject({ ok: true, value: { ok: true } });
});

test("who begins to read in a copy gets what is published from then on", async () => {
  const mesh = await meshFolder(manifest("", second));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  await publish(mesh, ["before"]);
  await bringUp(mesh, manifest(books("hb"), second));
  await publish(mesh, ["after"]);
  expect(await read(mesh, "books", "hb", "orders_at_hb")).toEqual(["after"]);
});

test("a subscription that gets terms of its own goes on where the durable was that it is parted from", async () => {
  const mesh = await meshFolder(manifest(books("ha")));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  await publish(mesh, ["1"]);
  expect(await read(mesh, "books", "ha", "orders")).toEqual(["1"]);
  await publish(mesh, ["2"]);
  await bringUp(mesh, manifest(books("ha", "{ event: orders.placed, maxDeliver: 3 }")));
  expect(await read(mesh, "books", "ha", "orders", { durable: "books__placed" })).toEqual(["2"]);
});

const stays = (text: string, why: string) => [`MESH5124 ${text} stays as it is: ${why}`];
const place =
  "its reader goes on elsewhere, and where it was could not be asked there any more: let it attach at both brokers first";

test("a durable that moves from a hub that leaves is told, and goes on where it was once it is at both", async () => {
  const mesh = await meshFolder(manifest(books("hb"), second));
  await bringUp(mesh, manifest(books("hb"), second));
  await publish(mesh, ["1", "2"]);
  expect(await read(mesh, "books", "hb", "orders_at_hb")).toEqual(["1", "2"]);
  await publish(mesh, ["3"]);
  const without = manifest(books("ha")).replace(/^ {2}hb: .*$/m, "");
  mesh.write(without);
  const { result, touched } = await mesh.up();
  expect({ errors: errorsOf(result), touched }).toEqual({
    errors: stays('consumer "books" of "orders_at_hb" at hb', `${place}, and hb leaves the mesh`),
    touched: [],
  });
  await bringUp(mesh, manifest(books("[ha, hb]"), second));
  await bringUp(mesh, without);
  expect(await read(mesh, "books", "ha", "orders")).toEqual(["3"]);
});

const edge = (readers: string, storage = "") =>
  manifest(readers).replace(
    /^ {2}hb: .*$/m,
    `  hb: { environment: centre, engine: nats, role: edge, listeners: { nats: 4232, management: 8232 }${storage} }`,
  );

test("a durable that moves from an edge that stores no more is told, and goes on where it was once it is at both", async () => {
  const mesh = await meshFolder(edge(books("hb"), ", storage: 1Gi"));
  await bringUp(mesh, edge(books("hb"), ", storage: 1Gi"));
  await publish(mesh, ["1", "2"]);
  expect(await read(mesh, "books", "hb", "orders_at_hb")).toEqual(["1", "2"]);
  await publish(mesh, ["3"]);
  mesh.write(edge(books("ha")));
  const { result, touched } = await mesh.up();
  expect({ errors: errorsOf(result), touched }).toEqual({
    errors: stays('consumer "books" of "orders_at_hb" at hb', `${place}, and hb is to store nothing`),
    touched: [],
  });
  await bringUp(mesh, edge(books("[ha, hb]"), ", storage: 1Gi"));
  await bringUp(mesh, edge(books("ha")));
  expect(await read(mesh, "books", "ha", "orders")).toEqual(["3"]);
});

test("a hub does not leave with stored events", async () => {
  const stock = `${second}\n  gone: { owner: one, topic: gone, delivery: at-least-once, home: hb, events: { placed: {} } }`;
  const text = manifest(books("ha"), stock)
    .replaceAll("orders.placed], durable", "gone.placed], durable")
    .replace("publish: [orders.placed]", "publish: [orders.placed, gone.placed]");
  const mesh = await meshFolder(text);
  await bringUp(mesh, text);
  await publish(mesh, ["1"], "till", "ha", "gone.placed");
  mesh.write(manifest("").replace(/^ {2}hb: .*$/m, ""));
  expect(errorsOf((await mesh.up()).result)).toEqual(
    stays('stream "gone" at hb', "it holds 1 event, and hb leaves the mesh"),
  );
});
