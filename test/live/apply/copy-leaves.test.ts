import { expect, test } from "vitest";
import { appliedMesh, changesOf, told } from "./applied-mesh.ts";
import { storingHubs } from "./storing-hubs.ts";
import { streamsAt } from "./streams-at.ts";

test.for(["2.10", "2.15"])(
  "a durable reader moves off a hub that has a copy for it, and that hub leaves (NATS %s)",
  { timeout: 400_000 },
  async (version) => {
    const mesh = await appliedMesh({ manifest: storingHubs(["ha", "hb", "hc"], { version, reader: "hc" }) });
    await mesh.applied();
    mesh.write(storingHubs(["ha", "hb"], { version, reader: "ha" }));
    const { result } = await mesh.apply();
    expect(told(result.diagnostics, "error")).toEqual([
      'MESH5705 hc cannot be changed so: it leaves the mesh, and keeps the place of "books"',
    ]);
    mesh.write(storingHubs(["ha", "hb", "hc"], { version, reader: "[ha, hc]" }));
    await mesh.applied();
    mesh.write(storingHubs(["ha", "hb"], { version, reader: "ha" }));
    await mesh.applied();
    expect((await mesh.verify()).ok).toBe(true);
    expect(changesOf(await mesh.plan())).toEqual([]);
  },
);

test.for(["2.10", "2.15"])(
  "a durable reader moves off a hub whose copy may be lost, and that hub leaves at once (NATS %s)",
  { timeout: 400_000 },
  async (version) => {
    const mesh = await appliedMesh({ manifest: storingHubs(["ha", "hb", "hc"], { version, reader: "hc" }) });
    await mesh.applied();
    mesh.write(storingHubs(["ha", "hb"], { version, reader: "ha" }));
    await mesh.applied({ mayLose: ["hc"] });
    expect(await mesh.processes()).toHaveLength(2);
    expect(await streamsAt(mesh, "ha-0")).toEqual(["orders"]);
    expect((await mesh.verify()).ok).toBe(true);
    expect(changesOf(await mesh.plan())).toEqual([]);
  },
);
