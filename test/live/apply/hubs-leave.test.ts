import { expect, test } from "vitest";
import { appliedMesh, changesOf } from "./applied-mesh.ts";
import { storingHubs } from "./storing-hubs.ts";
import { streamsAt } from "./streams-at.ts";

const stock = (home: string) =>
  `  stock: { owner: one, topic: stock, delivery: at-least-once, home: ${home}, events: { counted: {} } }`;

const returns = (home: string) =>
  `  returns: { owner: one, topic: returns, delivery: at-least-once, home: ${home}, events: { sent: {} } }`;

test("most of the hubs leave at once, with what may be lost, and those that stay go on with a new one", async () => {
  const mesh = await appliedMesh({
    manifest: storingHubs(["ha", "hb", "hc"], { version: "2.15", more: stock("hb") }),
  });
  await mesh.applied();
  mesh.write(storingHubs(["ha", "hd"], { version: "2.15" }));
  await mesh.applied({ mayLose: ["hb", "domain/stock"] });
  expect(await streamsAt(mesh, "ha-0")).toEqual(["orders"]);
  expect((await mesh.verify()).ok).toBe(true);
  expect(changesOf(await mesh.plan())).toEqual([]);
});

/** The manifest where some of the hubs are in an environment of their own. */
function apart(manifest: string, names: readonly string[]): string {
  const two = manifest.replace(/^environments: .*$/m, "environments: { centre: $, far: $ }");
  const moved = (text: string, name: string) =>
    text.replace(`${name}: { environment: centre`, `${name}: { environment: far`);
  return names.reduce(moved, two.replaceAll("$", "{ platform: local }"));
}

test.for<[string, readonly string[], readonly string[]]>([
  ["a hub leaves", ["hc"], ["ha", "hb"]],
  ["most of the hubs leave", ["hb", "hc"], ["ha", "hd"]],
])(
  "%s with their environment, and a reader whose place there may be lost goes on elsewhere",
  async ([, far, then]) => {
    const version = "2.15";
    const before = storingHubs(["ha", "hb", "hc"], { version, reader: "hc" });
    const mesh = await appliedMesh({ manifest: apart(before, far) });
    await mesh.applied();
    mesh.write(storingHubs(then, { version, reader: "ha" }));
    await mesh.applied({ mayLose: ["hc"] });
    expect((await mesh.verify()).ok).toBe(true);
    expect(changesOf(await mesh.plan())).toEqual([]);
  },
);

/** The manifest where one of the hubs says more of itself. */
const saying = (manifest: string, name: string, more: string) =>
  manifest.replace(new RegExp(`^(  ${name}: .*) }$`, "m"), `$1, ${more} }`);

test.for<[number, string, readonly string[], readonly string[], string]>([
  [2, "a hub that stays, beside a new one", ["ha", "hb"], ["ha", "hc", "hb"], "ha"],
  [3, "hubs that are all new", ["hb"], ["hc", "hd", "hb"], "hc"],
])(
  "a hub of %i servers becomes an edge of %s, with what may be lost",
  async ([servers, , before, then, uplink]) => {
    const version = "2.15";
    const more = before.length > 1 ? stock("hb") : "";
    const mesh = await appliedMesh({
      manifest: saying(storingHubs(before, { version, more }), "hb", `replicas: ${servers}`),
    });
    await mesh.applied();
    mesh.write(saying(storingHubs(then, { version }), "hb", `role: edge, uplink: ${uplink}`));
    await mesh.applied({ mayLose: ["hb", before.length > 1 ? "domain/stock" : "domain/orders"] });
    expect((await mesh.verify()).ok).toBe(true);
    expect(changesOf(await mesh.plan())).toEqual([]);
  },
);

test.for(["2.10", "2.15"])(
  "hubs leave one after another until two of four are left, which still agree, and come back (NATS %s)",
  { timeout: 600_000 },
  async (version) => {
    const some = (names: readonly string[], more = "") => storingHubs(names, { version, more });
    const mesh = await appliedMesh({ manifest: some(["ha", "hb", "hc", "hd"]) });
    await mesh.applied();
    for (const names of [
      ["ha", "hb", "hc"],
      ["ha", "hb"],
    ]) {
      mesh.write(some(names));
      await mesh.applied();
    }
    mesh.write(some(["ha", "hb"], stock("hb")));
    await mesh.applied();
    expect((await mesh.verify()).ok).toBe(true);
    mesh.write(some(["ha", "hb", "hc", "hd"], `${stock("hb")}\n${returns("hd")}`));
    await mesh.applied();
    expect((await mesh.verify()).ok).toBe(true);
    expect(changesOf(await mesh.plan())).toEqual([]);
  },
);
