import { expect, test } from "vitest";
import { appliedMesh, changesOf, told } from "./applied-mesh.ts";

/** Hubs that all store, with a domain at `ha` and who reads it by a durable. */
function hubs(names: readonly string[], reader: string, version: string): string {
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
  orders: { owner: one, topic: orders, delivery: at-least-once, home: ha, events: { placed: {} } }
applications:
  till: { team: one, broker: ha, publish: [orders.placed] }
  books: { team: one, broker: ${reader}, subscribe: [orders.placed], durable: true }
`;
}

test.for(["2.10", "2.15"])(
  "a durable reader moves off a hub that has a copy for it, and that hub leaves (NATS %s)",
  { timeout: 400_000 },
  async (version) => {
    const mesh = await appliedMesh({ manifest: hubs(["ha", "hb", "hc"], "hc", version) });
    await mesh.applied();
    mesh.write(hubs(["ha", "hb"], "ha", version));
    const { result } = await mesh.apply();
    expect(told(result.diagnostics, "error")).toEqual([
      'MESH5705 hc cannot be changed so: it leaves the mesh, and keeps the place of "books"',
    ]);
    mesh.write(hubs(["ha", "hb", "hc"], "[ha, hc]", version));
    await mesh.applied();
    mesh.write(hubs(["ha", "hb"], "ha", version));
    await mesh.applied();
    expect((await mesh.verify()).ok).toBe(true);
    expect(changesOf(await mesh.plan())).toEqual([]);
  },
);
