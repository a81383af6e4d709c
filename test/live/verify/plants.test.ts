import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { verify } from "../../../deploy/verify/verify.ts";
import { findNatsServer } from "../../../tools/nats-server.mjs";
import { failuresOf } from "../../verify/fault.ts";
import { bringUpFolder } from "../../verify/live-mesh.ts";

const count = 50;
const plants = Array.from({ length: count }, (_, index) => ({ plant: `plant${index + 1}` }));

/** Plants from a table, each of which reports to a hub and is told its own settings. */
const manifest = {
  apiVersion: "meshc/v1",
  mesh: { name: "many" },
  teams: { one: {} },
  environments: {
    cloud: { platform: "local" },
    "$(plant)": { each: plants, platform: "local", dialable: false },
  },
  brokers: {
    core: { environment: "cloud", engine: "nats" },
    "$(plant)": { each: plants, environment: "$(plant)", engine: "mosquitto" },
  },
  domains: {
    readings: { owner: "one", topic: "readings", events: { measured: { topic: "{plant}/measured" } } },
    settings: { owner: "one", topic: "settings", events: { changed: { topic: "{plant}/changed" } } },
  },
  applications: {
    "$(plant)": {
      each: plants,
      team: "one",
      broker: "$(plant)",
      publish: [{ event: "readings.measured", where: { plant: "$(plant)" } }],
      subscribe: [{ event: "settings.changed", where: { plant: "$(plant)" } }],
    },
    office: { team: "one", broker: "core", publish: ["settings.changed"], subscribe: ["readings.measured"] },
  },
};

test("fifty plants from one table come up at once and verify", { timeout: 180_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "meshc-many-"));
  writeFileSync(join(folder, "mesh.yaml"), JSON.stringify(manifest));
  const begun = performance.now();
  const mesh = await bringUpFolder(folder, await findNatsServer());
  const isUp = performance.now();
  try {
    expect(mesh.instances).toHaveLength(count + 1);
    const report = await verify(mesh.ground, { rights: false });
    const seconds = [isUp - begun, performance.now() - isUp].map((time) => (time / 1_000).toFixed(1));
    console.log(`up after ${seconds[0]} s, verified after ${seconds[1]} s more`);
    expect(failuresOf(report)).toEqual([]);
    expect(report.flows).toHaveLength(2 * count);
  } finally {
    await mesh.stop();
  }
});
