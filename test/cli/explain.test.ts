import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { folderWith, meshc } from "./run-meshc.ts";

async function explained(what: string, example = "lines-of-business"): Promise<string> {
  return (await meshc(["explain", what, "-m", `examples/${example}`])).out;
}

test("a link is explained with what is drawn up and copied over it", async () => {
  const explained = (await meshc(["explain", "oslo.uplink", "-m", "examples/order-processing"])).out;
  expect(explained).toContain("    draw up orders_from_oslo into stream orders\n");
  expect(explained).toContain("    copy stream parcels to parcels_at_oslo\n");
});

test("a code is explained by its page, in small letters too, with a mesh or without", async () => {
  const page = readFileSync("docs/diagnostics/MESH2104.md", "utf8");
  const cwd = folderWith({});
  expect((await meshc(["explain", "MESH2104"], { cwd })).out).toBe(page);
  expect((await meshc(["explain", "mesh2104"], { cwd })).out).toBe(page);
});

test.each([
  ["brokers.uplink", /^brokers\.uplink\n {2}What an edge dials/],
  ["brokers.core.uplink", /What an edge dials/],
  ["environments.platform", /values: kubernetes, .*local/],
  ["domains.orders.events.placed.share", /Who besides the owner/],
  ["brokers.replicas", /default: 1/],
  ["brokers", /keys|a map by name/],
  ["uplink", /brokers\.uplink/],
  ["connectors", /\n {2}not built yet: connectors\n/],
  ["connectors.engine", /\n {2}not built yet: connectors\n/],
  ["domains.orders.offline", /^(?![^]*not built)/],
  ["environments.platform", /\n {2}not built yet: compiling for platforms other than local/],
  ["environments.kubernetes.namespace", /\n {2}not built yet: compiling for platforms other than local/],
  ["brokers.environment", /^(?![^]*not built)/],
  ["environments.region", /^(?![^]*not built)/],
])("the key %s is explained from the schema", async (key, expected) => {
  expect(await explained(key)).toMatch(expected);
});

test.each([
  ["plant.uplink", /exists because broker "plant" names its uplink[^]*rights at frankfurt:\n {4}publish/],
  ["frankfurt.virginia", /frankfurt and virginia dial each other/],
  ["line-3", /edge: nothing outside may open a connection into environment "oslo"/],
  ["frankfurt", /version 2\.\d+: the newest that this meshc knows/],
  ["line-control", /subscribe production\/work-orders\/line-3\/released/],
  ["personal-data-stays-in-europe", /classified "pii"/],
  ["customers", /^domain customers\n {2}of team sales, below the topic [^]*customers\.forgotten/],
  [
    "customers.forgotten",
    /its owner sales, read by its owner sales, service, finance\n {2}residency eu\n {2}classified pii[^]*read by billing at frankfurt, desk at frankfurt\n {2}flows:\n {4}crm -> billing over frankfurt/,
  ],
  ["products.listed", /read by every team\n/],
  ["sales", /^team sales\n {2}contact sales@example\.com\n {2}owns the domains customers, products\n/],
  [
    "service",
    /runs the applications desk at frankfurt, on-call at virginia\n {2}may read of others customers\.forg/,
  ],
  ["oslo", /links are dialed from inside/],
])("%s of a mesh is explained", async (name, expected) => {
  expect(await explained(name)).toMatch(expected);
});

test("ports are a table of who connects to whom and why, for the environments asked for", async () => {
  const all = await explained("ports");
  expect(all).toMatch(/^FROM +TO +PORT +PROTOCOL +WHY\n/);
  expect(all).toMatch(/oslo\/plant +frankfurt\/frankfurt +7422-7424 +tcp \(leafnode\) +link "plant\.uplink"/);
  expect(all).toContain("billing, catalogue, crm, desk, planning\n");
  expect(all).toMatch(/frankfurt\/frankfurt +virginia\/virginia +7232 +tcp \(gateway\)/);
  const { out } = await meshc(["explain", "ports", "-m", "examples/lines-of-business", "--env", "virginia"]);
  expect(out).toContain("virginia/applications");
  expect(out).not.toContain("oslo");
});

test("a port is explained by who listens there, who dials it and why", async () => {
  expect(await explained("7442")).toBe(
    "port 7442\n  leafnode of plant-0 (broker plant, environment oslo): as the manifest says\n" +
      '    from oslo/line-3: link "line-3.uplink": broker "line-3" names its uplink\n',
  );
  // The second of three instances that stand side by side on this machine.
  expect(await explained("4223")).toMatch(
    /nats of frankfurt-1 .*: the engine's own\n {4}from frankfurt\/applications: b/,
  );
  expect((await meshc(["explain", "4999", "-m", "examples/lines-of-business"])).code).toBe(1);
});

test.each([
  ["brokers.lisners", "brokers.listeners"],
  ["brokrs.uplink", "brokers.uplink"],
  ["brokers.core.uplnk", "brokers.core.uplink"],
  ["domains.orders.events.placed.shar", "domains.orders.events.placed.share"],
  ["broker.listner", "brokers.listeners"],
  ["uplnik", "uplink"],
  ["saels", "sales"],
])("%s is near to %s", async (what, near) => {
  const { code, err } = await meshc(["explain", what, "-m", "examples/lines-of-business"]);
  expect([code, err]).toEqual([1, `error: nothing is called "${what}"; did you mean "${near}"?\n`]);
});

test("what nobody knows is an error, with a suggestion where one is near", async () => {
  const { code, err } = await meshc(["explain", "frankfrt", "-m", "examples/lines-of-business"]);
  expect([code, err]).toEqual([1, 'error: nothing is called "frankfrt"; did you mean "frankfurt"?\n']);
  const cwd = folderWith({});
  expect((await meshc(["explain", "frankfurt"], { cwd })).err).toContain("or there is none");
});

test("what a Mosquitto holds, and what comes of a stream, is explained with the arithmetic", async () => {
  const broker = await explained("oslo", "iot");
  expect(broker).toContain("each session holds 1000000 events of 64 MiB in all at most");
  const stream = await explained("orders", "hybrid");
  expect(stream).toContain("of placed comes while an edge may be cut off: 1d × 5/s × 1 KiB = 422 MiB\n");
});
