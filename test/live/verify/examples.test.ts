import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { verify } from "../../../deploy/verify/verify.ts";
import { findNatsServer } from "../../../tools/nats-server.mjs";
import { copiedExample } from "../../harness/copied-example.ts";
import { bringUpFolder, startLiveMesh } from "../../verify/live-mesh.ts";
import { fourEdges } from "../../verify/meshes.ts";
import { failuresOf } from "../../verify/fault.ts";

/** Those of one site and of many; all come up with TLS in `test/live/tls`, and without in the long suite "verify-clean". */
const examples = process.env["LIVE_VERIFY"] ? readdirSync("examples") : ["quickstart", "iot"];

test.each(examples)("%s comes up and verifies", async (name) => {
  const mesh = await bringUpFolder(copiedExample(name), await findNatsServer());
  try {
    const report = await verify(mesh.ground, { rights: true });
    expect(failuresOf(report)).toEqual([]);
    expect(report.flows.length).toBeGreaterThan(0);
  } finally {
    await mesh.stop();
  }
});

/** The oldest and the newest; the long suite takes one between them too. */
const versions = process.env["LIVE_VERIFY"] ? ["2.10.26", "2.12.8", "2.15.1"] : ["2.10.26", "2.15.1"];

test.each(versions)("two clusters of three with four edges come up and verify on %s", async (version) => {
  const mesh = await startLiveMesh(fourEdges, version);
  try {
    expect(mesh.instances).toHaveLength(10);
    const report = await verify(mesh.ground, { rights: true });
    expect(failuresOf(report)).toEqual([]);
    expect(report.flows.some(({ path }) => path.join(" ") === "berlin-line berlin eu us lagos")).toBe(true);
  } finally {
    await mesh.stop();
  }
});
