import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { verify } from "../../../deploy/verify/verify.ts";
import { failuresOf, names } from "../../verify/fault.ts";
import { keptAt } from "../../verify/kept-at.ts";
import { type LiveMesh, startLiveMesh } from "../../verify/live-mesh.ts";
import { smallMesh } from "../../verify/meshes.ts";
import { controlSabotages, rightSabotages } from "../../verify/right-sabotages.ts";
import { publishOwn } from "../../verify/publish-own.ts";
import type { Sabotage } from "../../verify/sabotages.ts";
import { storedMesh } from "../../verify/stored-mesh.ts";

const counted = { sabotages: 0, named: 0 };

afterAll(() => console.log(`\n${JSON.stringify(counted)}`));

/** Where hubs look at what comes over a link. */
const since212 = (fault: Sabotage["fault"]) => "right" in fault && fault.right[4] !== undefined;

describe.each([
  ["a mesh of two hubs and an edge", smallMesh, rightSabotages, [], undefined],
  ["a mesh that stores", storedMesh, controlSabotages, ["core-0"], undefined],
  [
    "a mesh that stores, on 2.10",
    storedMesh,
    controlSabotages.filter(({ fault }) => !since212(fault)),
    ["core-0"],
    "2.10.26",
  ],
] as const)("%s", (_, manifest, sabotages: readonly Sabotage[], storing: readonly string[], version) => {
  let mesh: LiveMesh;

  beforeAll(async () => {
    mesh = await startLiveMesh(manifest, version);
    if (storing.length > 0) await publishOwn(mesh, "shop", "core-0", "retail.orders.placed");
  });

  afterEach(() => mesh.restore());
  afterAll(() => mesh.stop());

  test("is green", async () => {
    const report = await verify(mesh.ground, { rights: true });
    expect(failuresOf(report)).toEqual([]);
    expect(report.identities?.every(({ denied }) => denied.ok === denied.expected)).toBe(true);
    const untried = version === "2.10.26" ? ["core", "site", "west"] : undefined;
    expect(report.untried?.map(({ broker }) => broker).toSorted()).toEqual(untried);
  });

  test.each(sabotages)(
    "is red, by identity, broker, topic and action, where $name",
    async ({ commit, fault }) => {
      counted.sabotages += 1;
      const before = storing.length > 0 ? await keptAt(mesh, storing) : [];
      await commit(mesh);
      const report = await verify(mesh.ground, { rights: true });
      expect(report.ok).toBe(false);
      expect(names(report, fault), failuresOf(report).slice(0, 5).join("\n")).toBe(true);
      if (storing.length > 0) expect(await keptAt(mesh, storing)).toEqual(before);
      counted.named += 1;
    },
  );

  test("is green again once all is put back", async () => {
    expect(failuresOf(await verify(mesh.ground, { rights: true }))).toEqual([]);
  });
});
