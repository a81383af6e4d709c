import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { verify } from "../../../deploy/verify/verify.ts";
import { type CarriedMesh, startCarriedMesh } from "../../verify/carried-hands.ts";
import { carriedSabotages } from "../../verify/carried-sabotages.ts";
import { failuresOf, names } from "../../verify/fault.ts";

let mesh: CarriedMesh;
let found = 0;
let undo: (() => Promise<void>) | undefined;

beforeAll(async () => {
  mesh = await startCarriedMesh();
}, 60_000);

afterEach(async () => {
  await undo?.();
  undo = undefined;
  await mesh.restore();
});

afterAll(async () => {
  await mesh.stop();
  console.log(`\n${JSON.stringify({ atLinks: carriedSabotages.length, foundAtLinks: found })}`);
});

test("verify is green while the process carries what it should", async () => {
  expect(failuresOf(await verify(mesh.ground, { rights: true }))).toEqual([]);
});

test.each(carriedSabotages)("verify names what is at fault where $name", async ({ commit, fault }) => {
  undo = await commit(mesh);
  const report = await verify(mesh.ground, { rights: "right" in fault });
  expect(report.ok).toBe(false);
  expect(names(report, fault), failuresOf(report).slice(0, 5).join("\n")).toBe(true);
  found += 1;
});

test("verify is green again once all is put back", async () => {
  expect(failuresOf(await verify(mesh.ground, { rights: true }))).toEqual([]);
});
