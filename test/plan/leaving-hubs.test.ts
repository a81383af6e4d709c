import { expect, test } from "vitest";
import type { BrokerNode, Topology } from "../../compiler/model/topology.ts";
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

/** Two hubs and an edge, of which nothing is stored. */
const unstored = edited(/^ {2}orders: .*$/m, "", edited("orders.placed, ", "", withoutReader(twoHubs)));

function withoutReader(manifest: string): string {
  return edited(/^ {2}picking: .*$/m, "", manifest);
}

/** Three hubs that all store, and an edge that does; the first keeps orders. */
const threeStore = edited(
  /^ {2}west: .*$/m,
  [
    "  west: { environment: cloud, storage: 1Gi, listeners: { nats: 4322, management: 8322, gateway: 7322, leafnode: 7522, cluster: 6322 } }",
    "  east: { environment: cloud, storage: 1Gi, listeners: { nats: 4522, management: 8522, gateway: 7622, leafnode: 7722, cluster: 6522 } }",
  ].join("\n"),
  edited("line: { environment: plant,", "line: { environment: plant, storage: 1Gi,"),
);

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

/** The mesh before and the one that is wanted. */
function both(before: string, wanted: string): readonly [Topology, Topology] {
  return [expectValid(before).topology, expectValid(wanted).topology];
}

test.each<[string, string, string, string, boolean]>([
  [
    "one that an edge dials that stays, for longer",
    "west",
    edited("uplink: core", "uplink: west", unstored),
    withoutWest(unstored),
    true,
  ],
  [
    "one that an edge has as its other target, too",
    "west",
    edited("uplink: core", "uplink: [core, west]", unstored),
    withoutWest(unstored),
    true,
  ],
  [
    "one that nobody dials and that takes no part in storing, no longer",
    "west",
    unstored,
    withoutWest(unstored),
    false,
  ],
  [
    "one whose edge leaves with it, no longer",
    "west",
    edited("uplink: core", "uplink: west", unstored),
    withoutLine(withoutWest(unstored)).replace("uplink: core", ""),
    false,
  ],
  ["one that stores, for longer", "west", threeStore, withoutWest(threeStore), true],
  ["one that only takes part in what others agree on, too", "west", twoHubs, withoutWest(twoHubs), true],
  ["an edge that stores is none", "line", threeStore, withoutLine(threeStore), false],
  ["one whose environment leaves with it, no longer", "west", ownPlace(onWest), withoutWest(twoHubs), false],
])("of hubs that leave, %s", (_what, name, before, wanted, stays) => {
  expect(withLeavingHubs(...both(before, wanted)).brokers.has(name)).toBe(stays);
});

/** A mesh in which `east` is otherwise. */
function changed(topology: Topology, change: (node: BrokerNode) => BrokerNode): Topology {
  const east = topology.brokers.get("east");
  if (!east) throw new Error("there is no east");
  return { ...topology, brokers: new Map([...topology.brokers, ["east", change(east)]]) };
}

test.each<[string, (node: BrokerNode) => BrokerNode, string, readonly string[]]>([
  ["that is to be an edge, stay no longer", (node) => ({ ...node, role: "edge" }), "core", []],
  [
    "that is to be of another engine, stay no longer",
    (node) => ({ ...node, broker: { ...node.broker, engine: "other" } }),
    "core",
    [],
  ],
  ["that stays, stay for longer", (node) => node, "core", ["core", "west"]],
  [
    "that is to be an edge, stay for longer where an edge dials one of them",
    (node) => ({ ...node, role: "edge" }),
    "west",
    ["core", "west"],
  ],
])("hubs that store and leave, beside one %s", (_who, change, dialed, stay) => {
  const [before, wanted] = both(threeStore, withoutWest(threeStore));
  const dialing = (topology: Topology): Topology => ({
    ...topology,
    links: topology.links.map((link) => (link.kind.dial === "edge" ? { ...link, to: dialed } : link)),
  });
  const rest = changed(wanted, change);
  const brokers = new Map(
    [...rest.brokers].filter(([name]) => name !== "core" && (dialed !== "core" || name !== "line")),
  );
  const held = withLeavingHubs(dialing(before), { ...rest, brokers });
  expect(["core", "west"].filter((name) => held.brokers.has(name))).toEqual(stay);
});

test.each<[string, (node: BrokerNode) => BrokerNode, readonly string[]]>([
  ["hubs that stay as they are", (node) => node, ["core.west", "east.west"]],
  ["no hub that is to be an edge", (node) => ({ ...node, role: "edge" }), ["core.west"]],
  [
    "no hub that is to be of another engine",
    (node) => ({ ...node, broker: { ...node.broker, engine: "other" } }),
    ["core.west"],
  ],
])("a hub that leaves stays linked with %s", (_who, change, expected) => {
  const [before, wanted] = both(threeStore, withoutWest(threeStore));
  const { links } = withLeavingHubs(before, changed(wanted, change));
  const between = links.filter(({ kind }) => kind.dial === "both").map(({ name }) => name);
  expect(between).toEqual(["core.east", ...expected].toSorted());
});

test.each<[string, BrokerNode["storing"], BrokerNode["storing"], BrokerNode["storing"]]>([
  ["goes on to store if it is to do so no more", "events", undefined, "events"],
  ["stores at once if it is to begin with it", undefined, "events", "events"],
  ["keeps only its vote at once if it is to", "events", "votes", "votes"],
  ["stores nothing if it never did", undefined, undefined, undefined],
])("who is linked with a hub that leaves %s", (_what, was, now, then) => {
  const [before, wanted] = both(threeStore, withoutWest(threeStore));
  const storing =
    (part: BrokerNode["storing"]) =>
    (node: BrokerNode): BrokerNode => {
      const { storing: _, ...rest } = node;
      return { ...rest, ...(part && { storing: part }) };
    };
  const { brokers } = withLeavingHubs(changed(before, storing(was)), changed(wanted, storing(now)));
  expect(brokers.get("east")?.storing).toBe(then);
});

test("whoever comes by another protocol from now on is let in no longer at a hub that leaves", () => {
  const [before, wanted] = both(twoHubs, withoutWest(twoHubs));
  const speaking = (protocol: string): Topology => ({
    ...wanted,
    identities: wanted.identities.map((one) =>
      one.name === "application.board" ? { ...one, protocol } : one,
    ),
  });
  const placesOf = (protocol: string) =>
    withLeavingHubs(before, speaking(protocol)).identities.flatMap(({ name, at }) =>
      name === "application.board" ? [...at.keys()] : [],
    );
  expect(placesOf("nats")).toEqual(["core", "west"]);
  expect(placesOf("mqtt")).toEqual(["core"]);
});

test("what is inside a hub is made otherwise once the hub beside it is let go", () => {
  const was = expectValid(twoHubs);
  const { plan } = planned(expectValid(withoutWest(twoHubs)), recordedAs(was, was.data));
  const inside = plan.changes.filter(({ kind }) => kind === "file");
  expect(inside.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
    "core-0: placement changed, and it keeps what it holds",
  ]);
  expect(inside.map(({ wave }) => plan.waves.find(({ number }) => number === wave)?.title)).toEqual([
    "what was held on to",
  ]);
});
