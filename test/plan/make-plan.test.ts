import { expect, test } from "vitest";
import type { Plan } from "../../compiler/plan/plan.ts";
import { planSummary } from "../../compiler/plan/plan-summary.ts";
import { inShort, planOf, sideOf, planBetween } from "../harness/plan-of.ts";
import { edited, twoHubs } from "./two-hubs.ts";

function linesOf(plan: Plan): readonly string[] {
  return plan.changes.map(inShort);
}

function found(plan: Plan, kind: string, name: string) {
  const change = plan.changes.find((one) => one.kind === kind && one.name === name);
  if (!change) throw new Error(`the plan has no ${kind} ${name}: ${linesOf(plan).join("\n")}`);
  return change;
}

test("a mesh that is as it was applied takes nothing", () => {
  const plan = planOf(twoHubs, twoHubs);
  expect(plan).toEqual({
    mesh: "shop",
    changes: [],
    refused: [],
    toAllow: [],
    noted: [],
    waves: [],
    meanwhile: [],
  });
  expect(planSummary(plan)).toBe(
    "Plan: 0 to add, 0 to change, 0 to replace, 0 to remove; worst effect: NONE",
  );
});

test("of a mesh that was never applied everything is new, and cuts nobody", () => {
  const plan = planOf(undefined, twoHubs);
  expect(plan.changes.every(({ action, effect }) => action === "add" && effect === "NONE")).toBe(true);
  expect(plan.waves).toEqual([
    { number: 1, title: "hubs", brokers: ["core", "west"] },
    { number: 2, title: "who dials hubs, and what is stored", brokers: ["core", "line"] },
  ]);
  expect(planSummary(plan)).toBe(
    "Plan: 16 to add, 0 to change, 0 to replace, 0 to remove; worst effect: NONE",
  );
});

const core = "core: { environment: cloud }";
const setCore = (more: string) => edited(core, `core: { environment: cloud, ${more} }`);

/** What is changed of the mesh, and all that the plan says of it. */
const rows: readonly (readonly [what: string, after: string, lines: readonly string[]])[] = [
  [
    "a retention that is shortened is told as data loss",
    edited("7d", "1d"),
    ["change domain orders: DATA LOSS (observed), wave 2"],
  ],
  [
    "a retention that is lengthened loses nothing",
    edited("7d", "30d"),
    ["change domain orders: NONE (observed), wave 2"],
  ],
  [
    "a share is access, and nothing is to be done for it",
    edited("topic: ticks,", "topic: ticks, share: all,"),
    ["add access every team subscribe ticks.tick: NONE (proved), wave 1"],
  ],
  [
    "a share of all events of a domain is told once",
    edited("topic: orders,", "topic: orders, share: [finance],"),
    ["add access team finance subscribe orders.*: NONE (proved), wave 1"],
  ],
  [
    "an owner is words only",
    edited(
      "ticks: { owner: retail, topic: ticks,",
      "ticks: { owner: finance, topic: ticks, share: { publish: [retail], subscribe: [retail] },",
    ),
    [
      "change domain ticks: NONE (proved), wave 1",
      "add access team retail publish ticks.tick: NONE (proved), wave 1",
      "add access team retail subscribe ticks.tick: NONE (proved), wave 1",
    ],
  ],
  [
    "an edge that is added is a reload of its hub",
    edited(
      "domains:",
      "  dock: { environment: plant, uplink: core, listeners: { nats: 4522, management: 8522 } }\ndomains:",
    ),
    ["add broker dock: NONE (proved), wave 2", "add link dock.uplink: RELOAD (observed), wave 2"],
  ],
  [
    "an application that is added is a reload where it attaches",
    edited("  board:", "  bill: { broker: core, subscribe: [ticks.tick] }\n  board:"),
    [
      "add access bill subscribe ticks.tick: RELOAD (observed), wave 1",
      "add application bill: RELOAD (observed), wave 1",
      "add flow ticks.tick: till -> bill: NONE (proved), wave 2",
    ],
  ],
  [
    "an application that goes takes its flows along",
    edited(/  board:.*\n/, ""),
    [
      "remove access board subscribe ticks.tick: RELOAD (observed), wave 1",
      "remove application board: RELOAD (observed), wave 1",
      "remove flow ticks.tick: till -> board: NONE (proved), wave 2",
    ],
  ],
  [
    "a durable that is given up loses what waits for it",
    edited(/  picking:.*\n/, ""),
    [
      "remove access picking subscribe orders.placed: RELOAD (observed), wave 1",
      "remove application picking: DATA LOSS (observed), wave 4",
      "remove flow orders.placed: till -> picking: NONE (proved), wave 2",
    ],
  ],
  [
    "a right that is taken is a reload for a client, and interrupts the link that let it through",
    edited("publish: [orders.placed, ticks.tick]", "publish: [orders.placed]"),
    [
      "change link line.uplink: INTERRUPTS (observed), wave 1",
      "remove flow ticks.tick: till -> board: NONE (proved), wave 1",
      "remove access till publish ticks.tick: RELOAD (observed), wave 2",
    ],
  ],
  [
    "a setting that a reload takes is a reload",
    setCore("settings: { max_payload: 2097152 }"),
    ["change broker core: RELOAD (observed), wave 1"],
  ],
  [
    "another version of one instance interrupts",
    setCore("version: '2.12'"),
    ["change broker core: INTERRUPTS (observed), wave 1"],
  ],
  [
    "a client port of one instance interrupts",
    setCore("listeners: { nats: 14222 }"),
    ["change broker core: INTERRUPTS (observed), wave 1"],
  ],
  [
    "a port that links dial is told once, with what it takes of them",
    setCore("listeners: { leafnode: 7433 }"),
    ["change broker core: INTERRUPTS (observed), wave 2"],
  ],
  [
    "a link that leads elsewhere interrupts, and its flows take another path",
    edited("uplink: core", "uplink: west"),
    [
      "change broker core: INTERRUPTS (observed), wave 2",
      "change broker west: INTERRUPTS (observed), wave 2",
      "change link line.uplink: INTERRUPTS (observed), wave 2",
      "change flow orders.placed: till -> picking: INTERRUPTS (observed), wave 2",
      "change flow ticks.tick: till -> board: INTERRUPTS (observed), wave 2",
    ],
  ],
  [
    "an application that moves is changed, and so is its flow's path",
    edited("board: { broker: west", "board: { broker: core"),
    [
      "change application board: RELOAD (observed), wave 1",
      "change flow ticks.tick: till -> board: NONE (proved), wave 2",
    ],
  ],
  [
    "an event that is added to a domain is told by its name",
    edited("paid: {} }", "paid: {}, sent: {} }"),
    ["change domain orders: NONE (observed), wave 2"],
  ],
  [
    "a cost is words only where nothing follows",
    edited("applications:\n", "links: { a: { between: [core, west], cost: 3 } }\napplications:\n"),
    ["change link core.west: NONE (proved), wave 1"],
  ],
];

test.each(rows)("%s", (_, after, lines) => {
  expect(linesOf(planOf(twoHubs, after))).toEqual(lines);
});

test.each([
  ["retention 7d -> 1d; its events would be kept for a shorter time", edited("7d", "1d"), "domain", "orders"],
  [
    "setting of max_payload none -> 2097152; nats.conf changed",
    setCore("settings: { max_payload: 2097152 }"),
    "broker",
    "core",
  ],
  [
    "version 2.15 -> 2.12; it runs 2.15, and is to run 2.12; stored events of it may come twice",
    setCore("version: '2.12'"),
    "broker",
    "core",
  ],
  ["events gets sent", edited("paid: {} }", "paid: {}, sent: {} }"), "domain", "orders"],
  [
    "path line > core > west -> line > core",
    edited("board: { broker: west", "board: { broker: core"),
    "flow",
    "ticks.tick: till -> board",
  ],
])("the reason says %s", (reason, after, kind, name) => {
  expect(found(planOf(twoHubs, after), kind, name).reason).toBe(reason);
});

test("what interrupts names the flows that pass there and who is attached, what reloads names nobody", () => {
  const all = ["orders.placed: till -> picking", "ticks.tick: till -> board"];
  const restarted = found(planOf(twoHubs, setCore("version: '2.12'")), "broker", "core");
  expect(restarted.flows).toEqual(all);
  expect(restarted.applications).toEqual(["board", "picking", "till"]);
  const reloaded = found(planOf(twoHubs, setCore("settings: { max_payload: 2097152 }")), "broker", "core");
  expect([reloaded.flows, reloaded.applications]).toEqual([[], []]);
  const moved = found(planOf(twoHubs, edited("uplink: core", "uplink: west")), "link", "line.uplink");
  expect(moved.flows).toEqual(all);
});

test("instances that are restarted one after another name the flows that may lose or come twice meanwhile", () => {
  const three = setCore("replicas: 3");
  const change = found(
    planOf(three, edited("replicas: 3", "replicas: 3, version: '2.12'", three)),
    "broker",
    "core",
  );
  expect(change.effect).toBe("ROLLING RESTART");
  expect(change.flows).toEqual(["orders.placed: till -> picking", "ticks.tick: till -> board"]);
  expect(change.reason).toMatch(/; stored events of it may come twice$/);
});

test.each([
  ["of three are three", "3", "3, version: '2.12'", "ROLLING RESTART"],
  ["of three are two", "3", "2, version: '2.12'", "ROLLING RESTART"],
  ["of three is one", "3", "1", "INTERRUPTS"],
  ["of one are three", "1", "3", "INTERRUPTS"],
])(
  "a restart goes on beside others only where there are some before and after: %s",
  (_what, from, to, effect) => {
    const three = setCore("replicas: 3");
    const before = edited(
      "west: { environment: cloud,",
      `west: { environment: cloud, replicas: ${from},`,
      three,
    );
    const after = edited(
      "west: { environment: cloud,",
      `west: { environment: cloud, replicas: ${to},`,
      three,
    );
    expect(found(planOf(before, after), "broker", "west").effect).toBe(effect);
  },
);

test.each([
  ["who reads what is stored without a place of its own", ", durable: true", "", true],
  ["what is stored and never comes twice", "home: core,", "home: core, duplicates: none,", false],
])("instances that are restarted one after another: %s", (_what, from, to, isNamed) => {
  const atHome = edited("till: { broker: line", "till: { broker: core", setCore("replicas: 3"));
  const three = edited(from, to, atHome);
  const plan = planOf(three, edited("replicas: 3", "replicas: 3, version: '2.12'", three));
  const { flows } = found(plan, "broker", "core");
  expect(flows.includes("orders.placed: till -> picking")).toBe(isNamed);
});

test("hubs that are started anew to know of more servers name the flows that pass there", () => {
  const near = edited(
    "board: { broker: west",
    "board: { broker: core",
    edited("till: { broker: line", "till: { broker: core"),
  );
  const change = found(
    planOf(near, edited("west: { environment: cloud,", "west: { environment: cloud, replicas: 3,", near)),
    "broker",
    "west",
  );
  expect(change.effect).toBe("INTERRUPTS");
  expect(change.flows).toContain("ticks.tick: till -> board");
});

test("a flow whose reader is to read it from where it is stored is cut until it does", () => {
  const kept = edited(
    "board: { broker: west, ",
    "board: { broker: west, durable: true, ",
    edited("ticks: { owner: retail,", "ticks: { owner: retail, delivery: at-least-once, home: west,"),
  );
  const change = found(planOf(twoHubs, kept), "flow", "ticks.tick: till -> board");
  expect(change.effect).toBe("INTERRUPTS");
  expect(change.reason).toContain("read as it passes -> from where it is stored; its reader has to follow");
});

test("a stored event that may be lost names all flows of its domain", () => {
  expect(found(planOf(twoHubs, edited("7d", "1d")), "domain", "orders").flows).toEqual([
    "orders.placed: till -> picking",
  ]);
});

test("a broker of another engine is replaced", () => {
  const after = edited(/line: \{.*\n/, "line: { environment: plant, engine: mosquitto, uplink: core }\n");
  const plan = planOf(twoHubs, after);
  expect(found(plan, "broker", "line").action).toBe("replace");
  expect(found(plan, "link", "line.uplink").action).toBe("replace");
});

test("a broker that leaves ends in the last wave, and harms nobody", () => {
  const before = edited("broker: line", "broker: core");
  const plan = planOf(before, edited(/  line:.*\n/, "", before));
  expect(inShort(found(plan, "broker", "line"))).toBe("remove broker line: NONE (proved), wave 3");
  expect(plan.waves.at(-1)).toEqual({ number: 3, title: "removal", brokers: ["line"] });
});

test("a link that is taken away for good is a reload of its hub, and cuts nobody off", () => {
  const dock = "  dock: { environment: plant, uplink: core, listeners: { nats: 4522, management: 8522 } }\n";
  const plan = planOf(edited("domains:", `${dock}domains:`), twoHubs);
  expect(inShort(found(plan, "link", "dock.uplink"))).toBe(
    "remove link dock.uplink: RELOAD (observed), wave 4",
  );
});

test("what is recorded of an instance's program counts, not what the manifest said of it", () => {
  const before = sideOf(setCore("version: '2.12'"));
  const held = sideOf(setCore("version: '2.12.8'"));
  const plan = (program: string) =>
    planBetween({ ...before, programs: new Map([["core-0", program]]) }, held);
  expect(found(plan("2.12.7"), "broker", "core").effect).toBe("INTERRUPTS");
  expect(found(plan("2.12.8"), "broker", "core").effect).toBe("NONE");
});

test("only chosen environments are told of", () => {
  const after = edited("uplink: core", "uplink: west");
  const plan = planOf(twoHubs, after, { environments: ["plant"] });
  expect([...new Set(plan.changes.map(({ environment }) => environment))]).toEqual(["plant"]);
  expect(plan.waves.flatMap(({ brokers }) => brokers)).toEqual(["line"]);
});

test("a file that no entry tells of is told under the name of its instance", () => {
  const held = sideOf(twoHubs);
  const before = sideOf(twoHubs);
  const [first, ...others] = before.workloads;
  if (!first) throw new Error("there is no workload");
  const instances = first.instances.map((instance) => ({
    ...instance,
    files: instance.files.map((file) =>
      file.path === "nats.conf" ? { ...file, parts: [...file.parts, "lame_duck_duration: 9s\n"] } : file,
    ),
  }));
  const plan = planBetween({ ...before, workloads: [{ ...first, instances }, ...others] }, held);
  expect(plan.changes.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["file core-0"]);
});

test("something inside a broker that no entry tells of is told as well", () => {
  const held = sideOf(twoHubs);
  const workloads = held.workloads.map((workload) => ({
    ...workload,
    provisions: workload.provisions.map((one) => ({
      ...one,
      settings: { ...one.settings, description: "x" },
    })),
  }));
  const plan = planBetween({ ...held, workloads }, held);
  expect(linesOf(plan)).toEqual(["change file core-0: NONE (observed), wave 2"]);
});

test("an entry that is drained is told at first and at the end, later at the end only", () => {
  const held = sideOf(twoHubs);
  const drains = (draining: boolean) => [{ kind: "domain" as const, name: "orders", draining }];
  const wanted = sideOf(
    edited(/  orders:.*\n/, "", edited(/  picking:.*\n/, "", edited("orders.placed, ", ""))),
  ).topology;
  expect(linesOf(planBetween(held, held, { drains: drains(false), wanted }))).toEqual([
    "drain domain orders: NONE (proved), wave 1",
    "remove domain orders: NONE (proved), wave 4",
  ]);
  expect(linesOf(planBetween(held, held, { drains: drains(true), wanted }))).toEqual([
    "remove domain orders: NONE (proved), wave 4",
  ]);
});
