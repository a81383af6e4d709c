import { expect, onTestFinished, test } from "vitest";
import { verify } from "../../../deploy/verify/verify.ts";
import { until } from "../../nats/until.ts";
import { carriedMesh } from "../../verify/carried-mesh.ts";
import { edgeStoresMesh } from "../../verify/edge-stores-mesh.ts";
import { failuresOf } from "../../verify/fault.ts";
import { startLiveMesh } from "../../verify/live-mesh.ts";
import { keptAt } from "../../verify/kept-at.ts";
import { publishOwn } from "../../verify/publish-own.ts";
import { storedMesh } from "../../verify/stored-mesh.ts";
import { editUser, without } from "../../verify/user-lines.ts";
import { taken } from "../../verify/user-sabotages.ts";

const edges = { storing: ["core-0", "shed-0"], publisher: "till", instance: "shed-0", copies: 3 };
const meshes = {
  "that stores at hubs": {
    manifest: storedMesh,
    storing: ["core-0"],
    publisher: "shop",
    instance: "core-0",
    copies: 2,
  },
  "whose edges store": { manifest: edgeStoresMesh, ...edges },
  "whose readers are told of what they gave up": {
    manifest: {
      ...edgeStoresMesh,
      mesh: { name: "giving-up" },
      applications: {
        ...edgeStoresMesh.applications,
        billing: {
          ...edgeStoresMesh.applications.billing,
          subscribe: [{ event: "orders.placed", maxDeliver: 3, deadLetter: true }, "orders.cancelled"],
        },
      },
    },
    // What waits at a durable that counts deliveries would be left alone.
    ...edges,
    copies: 0,
  },
  "to which events come up from publishers over MQTT, which has no headers": {
    manifest: carriedMesh,
    storing: ["core-0"],
    publisher: "office",
    instance: "core-0",
    copies: 0,
  },
};
const what = Object.keys(meshes) as (keyof typeof meshes)[];

test.each(["2.10.26", "2.12.8", "2.15.1"].flatMap((version) => what.map((mesh) => [mesh, version] as const)))(
  "of a mesh %s all is kept as it was, its own events and nothing else, on %s",
  { timeout: 180_000 },
  async (name, version) => {
    const { manifest, storing, publisher, instance, copies } = meshes[name];
    const mesh = await startLiveMesh(manifest, version);
    onTestFinished(() => mesh.stop());
    if (copies > 0) await publishOwn(mesh, publisher, instance, "retail.orders.placed");
    const kept = () => keptAt(mesh, storing);
    const isCopied = async () => (await kept()).filter((line) => line.endsWith("keeps 1")).length === copies;
    expect(await until(isCopied, 20_000)).toBe(true);
    const before = await kept();
    const report = await verify(mesh.ground, { rights: true });
    expect(failuresOf(report)).toEqual([]);
    expect(report.left).toBeUndefined();
    expect(await kept()).toEqual(before);
  },
);

test("what cannot be removed is named with its stream and why, and taken for no fault", async () => {
  const mesh = await startLiveMesh(edgeStoresMesh);
  onTestFinished(() => mesh.stop());
  editUser(mesh, "core-0", "provisioner", without("$JS.API.STREAM.MSG.DELETE.*"));
  await taken(mesh, "core-0");
  const report = await verify(mesh.ground, { rights: true });
  expect(failuresOf(report)).toEqual([]);
  expect(report.left).toEqual([
    {
      stream: "orders",
      broker: "core",
      why: expect.stringMatching(/[Pp]ermissions.*STREAM\.MSG\.DELETE\.orders/),
    },
  ]);
});
