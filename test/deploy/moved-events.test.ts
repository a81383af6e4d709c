import { expect, test } from "vitest";
import { errorsOf, meshFolder } from "./mesh-folder.ts";
import { bringUp, type Mesh, publish, read } from "./stored-clients.ts";

/** A hub with a domain, or another by its name, of which one event may be kept on terms of its own. */
function manifest(placed = "{}", { domain = "orders", home = "ha" } = {}): string {
  return `
apiVersion: meshc/v1
mesh: { name: moved }
teams: { one: {} }
environments: { centre: { platform: local } }
brokers:
  ha: { environment: centre, engine: nats, storage: 1Gi }
  hb: { environment: centre, engine: nats, storage: 1Gi, listeners: { nats: 4232, management: 8232, gateway: 7232, cluster: 6232 } }
domains:
  ${domain}: { owner: one, topic: orders, delivery: at-least-once, home: ${home}, events: { placed: ${placed}, paid: {} } }
applications:
  till: { team: one, broker: ha, publish: [${domain}.*] }
  books: { team: one, broker: ha, subscribe: [${domain}.*], durable: true }
`;
}

const alone = manifest("{ retention: { age: 30d } }");

/** What `up` says of a manifest that would lose something, and what it did all the same. */
async function refusal(mesh: Mesh, text: string) {
  mesh.write(text);
  const { result, events } = await mesh.up();
  return { errors: errorsOf(result), done: events.filter(({ kind }) => kind === "provisioned") };
}

test("an event is not kept elsewhere while its reader has not read it, and nothing is changed before", async () => {
  const mesh = await meshFolder(manifest());
  await bringUp(mesh, manifest());
  await publish(mesh, ["1", "2"]);
  expect(await refusal(mesh, alone)).toEqual({
    errors: [
      'MESH5124 consumer "books" of "orders" at ha stays as it is: 2 events wait for it, of orders.placed among others, which it would read from "orders_placed" then',
    ],
    done: [],
  });
  expect(await read(mesh, "books", "ha", "orders")).toEqual(["1", "2"]);
  await bringUp(mesh, alone);
  expect(await publish(mesh, ["3"])).toEqual(["orders_placed"]);
  expect(await read(mesh, "books", "ha", "orders_placed")).toEqual(["3"]);
  expect(await mesh.status()).toMatchObject({ ok: true, value: { ok: true } });
});

test("an event comes back to the others, and what was kept apart from them stays where it is", async () => {
  const mesh = await meshFolder(alone);
  await bringUp(mesh, alone);
  await publish(mesh, ["1"]);
  expect((await refusal(mesh, manifest())).errors).toHaveLength(1);
  expect(await read(mesh, "books", "ha", "orders_placed")).toEqual(["1"]);
  await bringUp(mesh, manifest());
  expect(await publish(mesh, ["2"])).toEqual(["orders"]);
  expect(await read(mesh, "books", "ha", "orders")).toEqual(["2"]);
});

test("a domain that gets another name goes on once all of it is read", async () => {
  const mesh = await meshFolder(manifest());
  await bringUp(mesh, manifest());
  await publish(mesh, ["1"]);
  const renamed = manifest("{}", { domain: "sales" });
  expect((await refusal(mesh, renamed)).errors).toHaveLength(1);
  expect(await read(mesh, "books", "ha", "orders")).toEqual(["1"]);
  await bringUp(mesh, renamed);
  expect(await publish(mesh, ["2"])).toEqual(["sales"]);
  expect(await read(mesh, "books", "ha", "sales")).toEqual(["2"]);
});

test("a home moves while nothing is stored there, and not after", async () => {
  const mesh = await meshFolder(manifest());
  await bringUp(mesh, manifest());
  await bringUp(mesh, manifest("{}", { home: "hb" }));
  await publish(mesh, ["1"]);
  expect((await refusal(mesh, manifest())).errors).toEqual([
    'MESH5122 stream "orders" at ha stays as it is: it would have to move to another broker, which cannot be done with what it holds yet, and it holds 1 event',
  ]);
});
