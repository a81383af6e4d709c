import { expect, test } from "vitest";
import { appliedMesh, changesOf } from "./applied-mesh.ts";

/** An edge that stores, whose standby takes events of one domain alone. */
const manifest = (version: string) => `
apiVersion: meshc/v1
mesh: { name: two }
teams: { one: {} }
environments: { centre: { platform: local }, plant: { platform: local, dialable: false } }
brokers:
  ha: { environment: centre, engine: nats, storage: 1Gi, version: "${version}" }
  hb: { environment: centre, engine: nats }
  site: { environment: plant, engine: nats, role: edge, uplink: [ha, hb], storage: 1Gi }
links:
  spare: { between: [site, hb], domains: [money] }
domains:
  orders: { owner: one, topic: orders, delivery: at-least-once, home: ha, events: { placed: {} } }
  money: { owner: one, topic: money, events: { spent: {} } }
applications:
  robot: { team: one, broker: site, publish: [orders.placed, money.spent] }
  books: { team: one, broker: ha, subscribe: [orders.placed, money.spent], durable: true }
`;

test("an edge is back at its first uplink once that was restarted, where its standby lets less through", async () => {
  const mesh = await appliedMesh({ manifest: manifest("2.12") });
  await mesh.applied();
  mesh.write(manifest("2.15"));
  await mesh.applied();
  const { running } = await mesh.running();
  const nats = mesh.supports.find(({ engine }) => engine.name === "nats");
  const seen = await nats?.live.observe({
    instance: "site-0",
    endpoint: (listener) => running.endpoint("site-0", listener),
    secret: (identity) => running.seedOf(identity),
  });
  expect(seen?.peers.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["leafnode ha-0"]);
  expect(changesOf(await mesh.plan())).toEqual([]);
  expect((await mesh.verify()).ok).toBe(true);
});
