import { expect, test } from "vitest";
import { withLeavingHubs } from "../../compiler/plan/with-leaving-hubs.ts";
import { expectValid } from "../harness/analyze-text.ts";
import { planned, recordedAs } from "./recorded-as.ts";
import { edited, twoHubs } from "./two-hubs.ts";

/** The hub `west`, which the edge hangs on or does not, leaves. */
function leaving(uplink: string) {
  const before = twoHubs.replace("uplink: core", `uplink: ${uplink}`);
  const board = edited("board: { broker: west", "board: { broker: core", before);
  const was = expectValid(before);
  const wanted = edited(/^ {2}west: .*$/m, "", board).replace(`uplink: ${uplink}`, "uplink: core");
  const { plan, topologies } = planned(expectValid(wanted), recordedAs(was, was.data));
  return { plan, ...topologies };
}

test("a hub that leaves stays, linked and open to its edge, until that has moved", () => {
  const { plan, expanded, held, before } = leaving("west");
  expect(plan.refused).toEqual([]);
  expect(plan.meanwhile.filter(({ kind }) => kind === "cut")).toEqual([]);
  expect(held.brokers.has("west")).toBe(false);
  expect(expanded.brokers.get("west")).toEqual(before?.brokers.get("west"));
  expect(expanded.links.map(({ name }) => name)).toContain("core.west");
  expect([...(expanded.brokers.get("core")?.listeners.keys() ?? [])]).toContain("gateway");
  const [was, now] = [before, expanded].map((each) =>
    each?.identities.filter(({ at }) => at.has("west")).map(({ name }) => name),
  );
  expect(now).toEqual(was);
  const end = plan.changes.find(({ kind, name }) => kind === "broker" && name === "west");
  expect(end).toMatchObject({ action: "remove", wave: plan.waves.at(-1)?.number });
});

test("a hub that nobody dials who stays is not linked for longer than it is wanted", () => {
  const { expanded } = leaving("core");
  expect(expanded.brokers.has("west")).toBe(false);
});

const board = (manifest: string) => edited("board: { broker: west", "board: { broker: core", manifest);
const withoutWest = (manifest: string) => edited(/^ {2}west: .*$/m, "", board(manifest));
const withoutLine = (manifest: string) =>
  edited(/^ {2}line: .*$/m, "", edited("till: { broker: line", "till: { broker: core", manifest));
const onWest = edited("uplink: core", "uplink: west");
const ownPlace = (manifest: string) =>
  edited(
    "west: { environment: cloud",
    "west: { environment: far",
    edited("  plant: {", "  far: { platform: local }\n  plant: {", manifest),
  );

test.each<[string, string, string, boolean]>([
  ["one that an edge dials that stays, for longer", onWest, withoutWest(twoHubs), true],
  [
    "one that an edge has as its other target, too",
    edited("uplink: core", "uplink: [core, west]"),
    withoutWest(twoHubs),
    true,
  ],
  [
    "one whose edge leaves with it, no longer",
    onWest,
    withoutLine(withoutWest(onWest)).replace("uplink: west", ""),
    false,
  ],
  ["one whose environment leaves with it, no longer", ownPlace(onWest), withoutWest(twoHubs), false],
])("of hubs that leave, %s", (_what, before, wanted, stays) => {
  const [was, is] = [before, wanted].map((each) => expectValid(each).topology);
  if (!was || !is) throw new Error("there are two meshes");
  expect(withLeavingHubs(was, is).brokers.has("west")).toBe(stays);
});
