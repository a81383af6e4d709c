import { expect, test } from "vitest";
import { appliedMesh, changesOf } from "./applied-mesh.ts";

/** Hubs that all store, with a domain at the first of them and more of it. */
function hubs(names: readonly string[], more = ""): string {
  const brokers = names.map((name) => `  ${name}: { environment: centre, engine: nats, storage: 1Gi }`);
  return `
apiVersion: meshc/v1
mesh: { name: hubs }
teams: { one: {} }
environments: { centre: { platform: local } }
brokers:
${brokers.join("\n")}
domains:
  orders: { owner: one, topic: orders, delivery: at-least-once, home: ${names[0]}, events: { placed: {} } }
${more}
applications:
  till: { team: one, broker: ${names[0]}, publish: [orders.placed] }
  books: { team: one, broker: ${names[0]}, subscribe: [orders.placed], durable: true }
`;
}

const stock = (home: string) =>
  `  stock: { owner: one, topic: stock, delivery: at-least-once, home: ${home}, events: { counted: {} } }`;

test("most of the hubs leave at once, with what may be lost, and those that stay go on with a new one", async () => {
  const mesh = await appliedMesh({ manifest: hubs(["ha", "hb", "hc"], stock("hb")) });
  await mesh.applied();
  mesh.write(hubs(["ha", "hd"]));
  await mesh.applied({ mayLose: ["hb", "domain/stock"] });
  expect((await mesh.verify()).ok).toBe(true);
  expect(changesOf(await mesh.plan())).toEqual([]);
});
