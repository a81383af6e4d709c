import { expect, test } from "vitest";
import { errorsOf, meshFolder } from "./mesh-folder.ts";
import { bringUp, publish, read } from "./stored-clients.ts";

const second =
  "  hb: { environment: centre, engine: nats, listeners: { nats: 4232, management: 8232, gateway: 7232, cluster: 6232 } }";

function manifest(more = ""): string {
  return `
apiVersion: meshc/v1
mesh: { name: moved }
teams: { one: {} }
environments: { centre: { platform: local } }
brokers:
  ha: { environment: centre, engine: nats, storage: 1Gi }
${more}
domains:
  orders: { owner: one, topic: orders, delivery: at-least-once, events: { placed: {} } }
applications:
  till: { team: one, broker: ha, publish: [orders.*] }
  books: { team: one, broker: ha, subscribe: [orders.*], durable: true }
`;
}

test("a mesh that gets a second hub keeps what it stored, and who has not read it reads it", async () => {
  const mesh = await meshFolder(manifest());
  await bringUp(mesh, manifest());
  await publish(mesh, ["1", "2"]);
  mesh.write(manifest(second));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  await publish(mesh, ["3"]);
  expect(await read(mesh, "books", "ha", "orders")).toEqual(["1", "2", "3"]);
});
