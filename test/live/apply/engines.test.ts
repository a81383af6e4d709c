import { expect, test } from "vitest";
import { appliedMesh, changesOf } from "./applied-mesh.ts";

const site = (engine: "nats" | "mosquitto") => `
apiVersion: meshc/v1
mesh: { name: site }
teams: { sales: {} }
environments: { here: { platform: local } }
brokers:
  hub: { environment: here, engine: nats, storage: 1Gi }
  shop: { environment: here, engine: ${engine}, role: edge, uplink: hub }
  other: { environment: here, engine: mosquitto, role: edge, uplink: hub }
domains:
  orders: { owner: sales, topic: orders, events: { placed: {} } }
applications:
  till: { team: sales, broker: shop, publish: [orders.placed] }
  books: { team: sales, broker: hub, subscribe: [orders.placed] }
`;

test("a broker that gets another engine is ended and started as that, and back again", async () => {
  const mesh = await appliedMesh({ manifest: site("mosquitto") });
  await mesh.applied();
  for (const engine of ["nats", "mosquitto"] as const) {
    mesh.write(site(engine));
    await mesh.applied();
    expect(changesOf(await mesh.plan())).toEqual([]);
    expect((await mesh.verify()).ok).toBe(true);
  }
});

test("a Mosquitto that retains nothing is applied, changed and verified as others are", async () => {
  const alone = (retains: boolean, more = "") => `
apiVersion: meshc/v1
mesh: { name: site }
teams: { sales: {} }
environments: { here: { platform: local } }
brokers:
  shop: { environment: here, engine: mosquitto, settings: { retain_available: ${retains} } }
domains:
  orders: { owner: sales, topic: orders, events: { placed: {} } }
applications:
  till: { team: sales, broker: shop, publish: [orders.placed] }
  books: { team: sales, broker: shop, subscribe: [orders.placed] }
${more}
`;
  const mesh = await appliedMesh({ manifest: alone(false) });
  await mesh.applied();
  mesh.write(alone(false, "  board: { team: sales, broker: shop, subscribe: [orders.placed] }"));
  expect((await mesh.apply()).touched).toEqual(["shop-0 reloaded"]);
  expect((await mesh.verify()).ok).toBe(true);
  expect((await mesh.status()).ok).toBe(true);
  mesh.write(alone(true));
  await mesh.applied();
  expect((await mesh.status()).ok).toBe(true);
});
