import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { verify } from "../../../deploy/verify/verify.ts";
import { type LiveMesh, startLiveMesh } from "../../verify/live-mesh.ts";
import { smallMesh } from "../../verify/meshes.ts";
import { failuresOf, names } from "../../verify/fault.ts";
import { sabotages } from "../../verify/sabotages.ts";

let mesh: LiveMesh;
let passed = 0;
let undo: (() => Promise<void>) | undefined;

beforeAll(async () => {
  mesh = await startLiveMesh(smallMesh);
});

afterEach(async () => {
  await undo?.();
  undo = undefined;
  await mesh.restore();
});

afterAll(async () => {
  await mesh.stop();
  const numbers = { passed, failed: sabotages.length - passed, sabotages: sabotages.length };
  console.log(`\n${JSON.stringify(numbers)}`);
});

test.each(sabotages)("verify names what is at fault where $name", async ({ commit, fault }) => {
  undo = await commit(mesh);
  const report = await verify(mesh.ground, { rights: true });
  expect(report.ok).toBe(false);
  expect(names(report, fault), failuresOf(report).slice(0, 5).join("\n")).toBe(true);
  passed += 1;
});

test("verify is green again once all is put back", async () => {
  const report = await verify(mesh.ground, { rights: true });
  expect(failuresOf(report)).toEqual([]);
  expect(report.ok).toBe(true);
});
