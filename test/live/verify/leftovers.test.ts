import { jetstream } from "@nats-io/jetstream";
import { connect, nkeyAuthenticator } from "@nats-io/transport-node";
import { expect, onTestFinished, test } from "vitest";
import { verify } from "../../../deploy/verify/verify.ts";
import { until } from "../../nats/until.ts";
import { edgeStoresMesh } from "../../verify/edge-stores-mesh.ts";
import { failuresOf } from "../../verify/fault.ts";
import { type LiveMesh, startLiveMesh } from "../../verify/live-mesh.ts";
import { keptAt } from "../../verify/kept-at.ts";
import { storedMesh } from "../../verify/stored-mesh.ts";

/** Publishes an event of the mesh's own, which waits for whoever reads it. */
async function publishOwn(mesh: LiveMesh, application: string, instance: string, subject: string) {
  const connection = await connect({
    servers: `127.0.0.1:${mesh.port(instance, "nats")}`,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(mesh.key(`application.${application}`).seed)),
    inboxPrefix: `_INBOX_${application}`,
  });
  await jetstream(connection).publish(subject, "an order", { timeout: 10_000 });
  await connection.close();
}

/** A mesh that gives its readers' events up, and tells of it. */
const givingUpMesh = {
  ...edgeStoresMesh,
  mesh: { name: "giving-up" },
  applications: {
    ...edgeStoresMesh.applications,
    billing: {
      ...edgeStoresMesh.applications.billing,
      subscribe: [{ event: "orders.placed", maxDeliver: 3, deadLetter: true }, "orders.cancelled"],
    },
    // Nobody reads at home what comes up of an event by itself.
  },
};

test.each([
  ["that stores at hubs", storedMesh, ["core-0"], "shop", "core-0", "2.10.26"],
  ["that stores at hubs", storedMesh, ["core-0"], "shop", "core-0", "2.12.8"],
  ["that stores at hubs", storedMesh, ["core-0"], "shop", "core-0", "2.15.1"],
  ["whose edges store", edgeStoresMesh, ["core-0", "shed-0"], "till", "shed-0", "2.10.26"],
  ["whose edges store", edgeStoresMesh, ["core-0", "shed-0"], "till", "shed-0", "2.12.8"],
  ["whose edges store", edgeStoresMesh, ["core-0", "shed-0"], "till", "shed-0", "2.15.1"],
  ["whose readers give up", givingUpMesh, ["core-0", "shed-0"], "shop", "core-0", "2.15.1"],
] as const)(
  "of a mesh %s all is kept as it was before, with its own events and nothing else (%s %s %s %s, %s)",
  { timeout: 180_000 },
  async (_, manifest, storing, publisher, instance, version) => {
    const mesh = await startLiveMesh(manifest, version);
    onTestFinished(() => mesh.stop());
    if (manifest !== givingUpMesh) await publishOwn(mesh, publisher, instance, "retail.orders.placed");
    const kept = () => keptAt(mesh, storing);
    await until(async () => JSON.stringify(await kept()) === JSON.stringify(await kept()), 5_000);
    const before = await kept();
    const report = await verify(mesh.ground, { rights: true });
    expect(failuresOf(report)).toEqual([]);
    expect(report.left).toBeUndefined();
    expect(await kept()).toEqual(before);
  },
);
