import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { verify } from "../../../deploy/verify/verify.ts";
import { findNatsServer } from "../../../tools/nats-server.mjs";
import { failuresOf, names } from "../../verify/fault.ts";
import { bringUpFolder } from "../../verify/live-mesh.ts";
import { smallMesh } from "../../verify/meshes.ts";
import { addUsers, userLine } from "../../verify/user-lines.ts";
import { taken } from "../../verify/user-sabotages.ts";

test("an application that was removed is let in nowhere, and named where it is", async () => {
  const folder = mkdtempSync(join(tmpdir(), "meshc-verify-"));
  const write = (manifest: object) =>
    writeFileSync(join(folder, "mesh.yaml"), JSON.stringify({ apiVersion: "meshc/v1", ...manifest }));
  write(smallMesh);
  const before = await bringUpFolder(folder, await findNatsServer());
  const line = userLine(before, "east-0", "application.dashboard");
  const { dashboard: _removed, ...others } = smallMesh.applications;
  write({ ...smallMesh, applications: others });
  const mesh = await bringUpFolder(folder, await findNatsServer());
  try {
    const report = await verify(mesh.ground, { rights: true });
    expect(failuresOf(report)).toEqual([]);
    expect(report.rights).toContainEqual({
      identity: "application.dashboard",
      kind: "application",
      broker: "east",
      topic: "",
      action: "connect",
      expected: "denied",
      got: "denied",
      verdict: "ok",
    });
    addUsers(mesh, "east-0", line);
    await taken(mesh, "east-0");
    const fault = {
      right: ["application.dashboard", "east", "", "connect"],
      why: /east-0 lets application\.dashboard in/,
    } as const;
    expect(names(await verify(mesh.ground, { rights: true }), fault)).toBe(true);
  } finally {
    await mesh.stop();
  }
});
