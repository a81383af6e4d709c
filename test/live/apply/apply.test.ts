import { expect, test } from "vitest";
import { appliedMesh, changesOf, told } from "./applied-mesh.ts";

const oneHub = (till = "publish: [orders.placed]") => `
apiVersion: meshc/v1
mesh: { name: one }
teams: { sales: {} }
environments: { here: { platform: local } }
brokers: { hub: { environment: here, engine: nats } }
domains:
  orders: { owner: sales, topic: orders, events: { placed: {}, cancelled: {} } }
applications:
  till: { team: sales, broker: hub, ${till} }
  books: { team: sales, broker: hub, subscribe: [orders.placed] }
`;

test("a mesh is applied from nothing, then there is nothing to do, and a changed right comes into force", async () => {
  const mesh = await appliedMesh({ manifest: oneHub() });
  expect((await mesh.applied()).touched).toBe(1);
  expect(changesOf(await mesh.plan())).toEqual([]);
  const again = await mesh.apply();
  expect(told(again.result.diagnostics, "error")).toEqual([]);
  expect(again.touched).toEqual([]);
  expect((await mesh.verify()).ok).toBe(true);
  expect(await mesh.status()).toMatchObject({ ok: true, environments: [{ name: "here", generation: 1 }] });

  mesh.write(oneHub("publish: [orders.placed, orders.cancelled]"));
  expect(changesOf(await mesh.plan())).not.toEqual([]);
  const { result, touched } = await mesh.apply();
  expect(told(result.diagnostics, "error")).toEqual([]);
  expect(touched).toEqual(["hub-0 reloaded"]);
  expect(changesOf(await mesh.plan())).toEqual([]);
  expect((await mesh.verify()).ok).toBe(true);
  const till = await mesh.client("till", "hub-0");
  till.publish("orders.cancelled", "x");
  await till.flush();
  await till.close();
});
