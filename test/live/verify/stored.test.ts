import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { verify } from "../../../deploy/verify/verify.ts";
import { failuresOf, names } from "../../verify/fault.ts";
import { type LiveMesh, startLiveMesh } from "../../verify/live-mesh.ts";
import { restoreStores } from "../../verify/stored-hands.ts";
import { storedMesh } from "../../verify/stored-mesh.ts";
import { storedPlaceSabotages, storedRightSabotages } from "../../verify/stored-place-sabotages.ts";
import { consumerSabotages, streamSabotages } from "../../verify/stored-sabotages.ts";

const sabotages = [
  ...storedRightSabotages,
  ...storedPlaceSabotages,
  ...consumerSabotages,
  ...streamSabotages,
];
let mesh: LiveMesh;
let passed = 0;
let undo: (() => Promise<void>) | undefined;

beforeAll(async () => {
  mesh = await startLiveMesh(storedMesh);
});

afterEach(async () => {
  await undo?.();
  undo = undefined;
  await mesh.restore();
  await restoreStores(mesh);
  await mesh.restore();
});

afterAll(async () => {
  await mesh.stop();
  const numbers = { passed, failed: sabotages.length - passed, sabotages: sabotages.length };
  console.log(`\n${JSON.stringify(numbers)}`);
});

test("verify is green while what is stored is as it should be", async () => {
  const report = await verify(mesh.ground, { rights: true });
  expect(failuresOf(report)).toEqual([]);
});

test.each(sabotages)("verify names what is at fault where $name", async ({ commit, fault }) => {
  undo = await commit(mesh);
  const report = await verify(mesh.ground, { rights: "right" in fault });
  expect(report.ok).toBe(false);
  expect(names(report, fault), failuresOf(report).slice(0, 5).join("\n")).toBe(true);
  passed += 1;
});

test("verify is green again once all is put back", async () => {
  const report = await verify(mesh.ground, { rights: true });
  expect(failuresOf(report)).toEqual([]);
});
