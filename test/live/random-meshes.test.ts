import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { verify } from "../../deploy/verify/verify.ts";
import { findNatsServer } from "../../tools/nats-server.mjs";
import type { AbstractMesh } from "../oracle/abstract-mesh.ts";
import { decide } from "../oracle/decide.ts";
import { randomMesh } from "../oracle/random-mesh.ts";
import { overlay, variedManifest } from "../oracle/to-manifest.ts";
import { bringUpFolder, type LiveMesh } from "../verify/live-mesh.ts";

const count = Number(process.env["RANDOM_LIVE_MESHES"] ?? 3);

/**
 * The first random meshes that nothing is wrong with and in which events cross at least one link; in every third stored
 * events go to a Mosquitto or come from one.
 */
function validMeshes(): readonly { readonly seed: number; readonly mesh: AbstractMesh }[] {
  const found: { seed: number; mesh: AbstractMesh }[] = [];
  for (let seed = 70_000; found.length < count; seed++) {
    const mesh = randomMesh(seed);
    const { errors, flows, links } = decide(mesh);
    const dialers = links.filter(({ kind }) => kind === "connect").map(({ ends }) => ends[0]);
    const isCrossing = flows.some(
      ({ path }) =>
        path.length > 1 && (found.length % 3 !== 0 || path.some((broker) => dialers.includes(broker))),
    );
    if (errors.length === 0 && isCrossing) found.push({ seed, mesh });
  }
  return found;
}

async function broughtUp(mesh: AbstractMesh, seed: number): Promise<LiveMesh> {
  const folder = mkdtempSync(join(tmpdir(), "meshc-random-"));
  const files = variedManifest(mesh, seed);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return bringUpFolder(folder, await findNatsServer(), overlay in files ? [overlay] : []);
}

let passed = 0;

afterAll(() => console.log(`\n${JSON.stringify({ passed, failed: count - passed, meshes: count })}`));

const line = (flow: { event: string; publisher: string; subscriber: string; path: readonly string[] }) =>
  `${flow.event} ${flow.publisher} > ${flow.subscriber}: ${flow.path.join(" ")}`;

for (const { seed, mesh } of validMeshes()) {
  test(`random mesh ${seed} delivers on real brokers exactly the flows that the oracle predicts`, async () => {
    const running = await broughtUp(mesh, seed);
    try {
      const report = await verify(running.ground, { rights: true });
      const wrong = [...report.flows, ...report.denied, ...(report.rights ?? [])].filter(
        ({ verdict }) => verdict !== "ok",
      );
      expect(wrong).toEqual([]);
      expect(report.flows.map(line).toSorted()).toEqual(decide(mesh).flows.map(line).toSorted());
      expect(report.flows.every(({ received, duplicates }) => received > 0 && duplicates === 0)).toBe(true);
      passed += 1;
    } finally {
      await running.stop();
    }
  });
}
