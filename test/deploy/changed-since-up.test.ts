import { expect, test } from "vitest";
import { createDiskReader } from "../../cli/disk-reader.ts";
import { analyze } from "../../compiler/compile.ts";
import { engineSupports } from "../../deploy/engine-supports.ts";
import { changedSinceUp } from "../../deploy/up/changed-since-up.ts";
import { engines } from "../../targets/engines/index.ts";
import { pair } from "./manifests.ts";
import { meshFolder } from "./mesh-folder.ts";

type MeshFolder = Awaited<ReturnType<typeof meshFolder>>;

/** What the manifest that is there now says of the mesh that was brought up before. */
async function changes({ folder, host }: MeshFolder): Promise<readonly string[]> {
  const options = { overlays: [], today: "2026-01-01", mode: "up", engines } as const;
  const analysis = analyze("mesh.yaml", createDiskReader(folder, folder), options);
  if (!analysis.ok) throw new Error(analysis.diagnostics.map(({ message }) => message).join("\n"));
  const found = await changedSinceUp(analysis.value, {
    host,
    manifestFolder: folder,
    engines: engineSupports(engines),
  });
  expect(found.map(({ severity, code }) => `${severity} ${code}`)).toEqual(
    found.map(() => "warning MESH5120"),
  );
  return found.map(({ message }) => message.replace(/^[^:]*: /, ""));
}

test("a manifest that changed since the mesh was brought up is told apart from one that did not", async () => {
  const mesh = await meshFolder(pair());
  expect(await changes(mesh)).toEqual([]);
  await mesh.up();
  expect(await changes(mesh)).toEqual([]);

  mesh.write(pair({ applications: "  more: { team: two, broker: hub, subscribe: [orders.placed] }" }));
  expect(await changes(mesh)).toEqual(['application "more" is new, broker "hub" would change']);
  await mesh.up();
  expect(await changes(mesh)).toEqual([]);

  mesh.write(pair());
  expect(await changes(mesh)).toEqual(['broker "hub" would change']);

  mesh.write(
    pair({
      brokers: "  other: { environment: plant, engine: nats, listeners: { nats: 4300, management: 8300 } }",
    }),
  );
  expect(await changes(mesh)).toEqual(['broker "other" is new']);
  mesh.write(
    pair({
      brokers:
        "  fresh: { renamedFrom: other, environment: plant, engine: nats, listeners: { nats: 4300, management: 8300 } }",
    }),
  );
  expect(await changes(mesh)).toEqual(['broker "fresh" is new']);
  await mesh.up();
  mesh.write(pair());
  expect(await changes(mesh)).toEqual([expect.stringContaining('broker "fresh" is gone')]);
});

const stored = (extra: string, retention = "7d") => `
apiVersion: meshc/v1
mesh: { name: kept }
teams: { one: {} }
environments: { centre: { platform: local } }
brokers: { hub: { environment: centre, engine: nats } }
domains:
  orders: { owner: one, topic: orders, delivery: at-least-once, retention: { age: ${retention} }, events: { placed: {}, paid: {} } }
applications:
  till: { team: one, broker: hub, publish: [orders.*] }
  books: { team: one, broker: hub, subscribe: [${extra}], durable: true }
`;

test("a manifest that stores more, longer or for others is told by what is stored", async () => {
  const mesh = await meshFolder(stored("orders.placed"));
  await mesh.up();
  expect(await changes(mesh)).toEqual([]);
  mesh.write(stored("orders.placed", "30d"));
  expect(await changes(mesh)).toEqual(['stream "orders" at hub would change']);
  mesh.write(stored("orders.*"));
  expect(await changes(mesh)).toEqual(['consumer "books" of "orders" at hub would change']);
  await mesh.up();
  expect(await changes(mesh)).toEqual([]);
  mesh.write(stored("orders.*").replace("paid: {}", "paid: { retention: { age: 1d } }"));
  expect(await changes(mesh)).toContainEqual(expect.stringContaining('stream "orders_paid" at hub is new'));
});
