import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { verify } from "../../../deploy/verify/verify.ts";
import { edgeRestarted, edgeStoreSabotages } from "../../verify/edge-store-sabotages.ts";
import { edgeStoresMesh } from "../../verify/edge-stores-mesh.ts";
import { failuresOf, names } from "../../verify/fault.ts";
import { type LiveMesh, startLiveMesh } from "../../verify/live-mesh.ts";
import { restoreStores } from "../../verify/stored-hands.ts";

let mesh: LiveMesh;
let found = 0;
let undo: (() => Promise<void>) | undefined;

beforeAll(async () => {
  mesh = await startLiveMesh(edgeStoresMesh);
});

afterEach(async () => {
  await undo?.();
  undo = undefined;
  await mesh.restore();
  await restoreStores(mesh, ["core-0", "shed-0"]);
  await mesh.restore();
});

afterAll(async () => {
  await mesh.stop();
  console.log(`\n${JSON.stringify({ atEdges: edgeStoreSabotages.length, foundAtEdges: found })}`);
});

test("verify is green while edges keep and copy what they should", async () => {
  expect(failuresOf(await verify(mesh.ground, { rights: true }))).toEqual([]);
});

test("verify is green once an edge was started anew and all is copied again", async () => {
  await edgeRestarted(mesh);
  expect(failuresOf(await verify(mesh.ground, { rights: true }))).toEqual([]);
});

test.each(edgeStoreSabotages)("verify names what is at fault where $name", async ({ commit, fault }) => {
  undo = await commit(mesh);
  const report = await verify(mesh.ground, { rights: "right" in fault });
  expect(report.ok).toBe(false);
  expect(names(report, fault), failuresOf(report).slice(0, 5).join("\n")).toBe(true);
  found += 1;
});

test("verify is green again once all is put back", async () => {
  expect(failuresOf(await verify(mesh.ground, { rights: true }))).toEqual([]);
});
