import { expect, onTestFinished, test } from "vitest";
import { letInApplied } from "../../../deploy/apply/let-in-applied.ts";
import { runFolderOf } from "../../../deploy/apply/run-folder.ts";
import { rotate } from "../../../deploy/rotate/rotate.ts";
import { pair } from "../../deploy/manifests.ts";
import { type AppliedMesh, appliedMesh, changesOf, told } from "./applied-mesh.ts";

async function rotated(mesh: AppliedMesh, names: readonly string[]) {
  const folder = await runFolderOf(mesh.host, mesh.folder);
  const place = { kind: "applied", command: "meshc apply", folder, store: mesh.store() } as const;
  return rotate({
    host: mesh.host,
    manifestFolder: mesh.folder,
    place: { ...place, host: mesh.host, manifestFolder: mesh.folder },
    engines: mesh.supports,
    command: "meshc rotate --revoke",
    names,
    progress: () => undefined,
  });
}

async function letIn(mesh: AppliedMesh, name: string, broker: string) {
  const analysis = await mesh.analyzed();
  return letInApplied(await mesh.plan(), {
    host: mesh.host,
    analysis,
    manifestFolder: mesh.folder,
    store: mesh.store(),
    engines: mesh.supports,
    command: "meshc credentials --operator",
    progress: () => undefined,
    operator: { name, broker },
  });
}

test("keys of what was applied are revoked, those of links too, and nothing is left to plan", async () => {
  const mesh = await appliedMesh({ manifest: pair() });
  await mesh.applied();
  const old = await mesh.client("till", "line-0");
  const before = (await mesh.recorded()).seedOf("application.till");
  const done = await rotated(mesh, ["till", "line.uplink"]);
  expect(told(done.diagnostics, "error")).toEqual([]);
  expect(done).toMatchObject({ value: { ok: true, unreached: [], revoked: [{}, {}] } });
  await old.closed();
  expect((await mesh.recorded()).seedOf("application.till")).not.toBe(before);
  await (await mesh.client("till", "line-0")).close();
  expect(changesOf(await mesh.plan())).toEqual([]);
  expect((await mesh.verify()).ok).toBe(true);
  const { touched, events } = await mesh.apply();
  expect(touched).toEqual([]);
  expect(events.filter(({ kind }) => kind === "wave")).toEqual([]);
  const nobody = await rotated(mesh, ["tilt"]);
  expect(told(nobody.diagnostics, "error").join()).toMatch(/^MESH5304 .*did you mean "till"/);
  expect(nobody.diagnostics[0]?.help).toContain("`meshc apply`");
});

test("somebody is let look inside a broker of what was applied, where nothing else would change, and stays in", async () => {
  const mesh = await appliedMesh({ manifest: pair() });
  await mesh.applied();
  const done = await letIn(mesh, "ann", "hub");
  expect(told(done.diagnostics, "error")).toEqual([]);
  const login = async () => {
    const ann = await mesh.login("operator.ann", "hub-0");
    onTestFinished(() => ann.close());
    return ann;
  };
  await login();
  expect(changesOf(await mesh.plan())).toEqual([]);
  expect((await mesh.apply()).touched).toEqual([]);
  mesh.write(pair({ applications: "  board: { team: two, broker: hub, subscribe: [orders.cancelled] }" }));
  const refused = await letIn(mesh, "ben", "hub");
  expect(told(refused.diagnostics, "error").join()).toMatch(
    /^MESH5202 nobody is let into hub, since more than that would change: add of/,
  );
  expect(refused.diagnostics[0]?.help).toContain("`meshc apply`");
  await mesh.applied();
  await login();
  expect(changesOf(await mesh.plan())).toEqual([]);
});

test("what runs from another folder is rotated there, and nowhere else", async () => {
  const mesh = await appliedMesh({ manifest: pair() });
  await mesh.applied();
  const elsewhere = { ...mesh, host: { ...mesh.host, name: "another-machine" } };
  const before = (await mesh.recorded()).seedOf("application.till");
  const { ok, diagnostics } = await rotated(elsewhere, ["till"]);
  expect([ok, told(diagnostics, "error").join()]).toEqual([false, expect.stringMatching(/^MESH5509 /)]);
  expect((await mesh.recorded()).seedOf("application.till")).toBe(before);
});
