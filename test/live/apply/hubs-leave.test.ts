import { expect, test } from "vitest";
import { appliedMesh, changesOf } from "./applied-mesh.ts";

/** Hubs that all store, with a domain at the first of them and more of it. */
function hubs(names: readonly string[], more = "", version = "2.15"): string {
  const brokers = names.map(
    (name) => `  ${name}: { environment: centre, engine: nats, version: "${version}", storage: 1Gi }`,
  );
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

const returns = (home: string) =>
  `  returns: { owner: one, topic: returns, delivery: at-least-once, home: ${home}, events: { sent: {} } }`;

test("most of the hubs leave at once, with what may be lost, and those that stay go on with a new one", async () => {
  const mesh = await appliedMesh({ manifest: hubs(["ha", "hb", "hc"], stock("hb")) });
  await mesh.applied();
  mesh.write(hubs(["ha", "hd"]));
  await mesh.applied({ mayLose: ["hb", "domain/stock"] });
  expect((await mesh.verify()).ok).toBe(true);
  expect(changesOf(await mesh.plan())).toEqual([]);
});

test.for(["2.10", "2.15"])(
  "hubs leave one after another until two of four are left, which still agree, and come back (NATS %s)",
  { timeout: 600_000 },
  async (version) => {
    const some = (names: readonly string[], more?: string) => hubs(names, more, version);
    const mesh = await appliedMesh({ manifest: some(["ha", "hb", "hc", "hd"]) });
    await mesh.applied();
    for (const names of [
      ["ha", "hb", "hc"],
      ["ha", "hb"],
    ]) {
      mesh.write(some(names));
      await mesh.applied();
    }
    mesh.write(some(["ha", "hb"], stock("hb")));
    await mesh.applied();
    expect((await mesh.verify()).ok).toBe(true);
    mesh.write(some(["ha", "hb", "hc", "hd"], `${stock("hb")}\n${returns("hd")}`));
    await mesh.applied();
    expect((await mesh.verify()).ok).toBe(true);
    expect(changesOf(await mesh.plan())).toEqual([]);
  },
);
