import { expect, test } from "vitest";
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
