import { expect, test } from "vitest";
import { derivedSettings } from "../../targets/engines/mosquitto/derived-settings.ts";
import { explain } from "../../targets/engines/mosquitto/explain.ts";
import { queuesAt } from "../../targets/engines/mosquitto/queue.ts";
import { analyzeText } from "../harness/analyze-text.ts";
import { type Plant, plantThatKeeps } from "./plant-that-keeps.ts";
import { synthesized } from "./synthesized.ts";

const topologyOf = (plant: Plant) => synthesized(plantThatKeeps(plant));

/** What the hub takes of a message by default, less what the link's process adds to it. */
const hubTakes = 1_048_576 - 64;

function said(plant: Plant, code: string, broker = "floor"): readonly string[] {
  const { diagnostics } = analyzeText(plantThatKeeps(plant), { mode: "up" });
  const found = diagnostics.filter((one) => one.code === code).map(({ message }) => message);
  return found.filter((message) => message.includes(`"${broker}"`));
}

const minute = 60;

test.each([
  ["nothing is known", {}, 1_000_000, 67_108_864],
  ["no time is said", { event: { rate: "5/s", size: 200 } }, 1_000_000, 67_108_864],
  ["no rate is said", { offline: "72h", event: { size: 200 } }, 1_000_000, 67_108_864],
  ["little waits", { offline: "1h", event: { rate: "5/s", size: 200 } }, 1_000_000, 67_108_864],
  [
    "more waits than that",
    { offline: "72h", event: { rate: "5/s", size: 200 } },
    (72 * 3_600 + minute) * 5,
    (72 * 3_600 + minute) * 5 * 200,
  ],
  ["few are large", { offline: "1h", event: { rate: "1/s", size: "100Ki" } }, 1_000_000, 3_660 * 102_400],
  [
    "two events wait for one link",
    { offline: "72h", event: { rate: "5/s", size: 200 }, other: { rate: "30/m", size: 1_000 } },
    (72 * 3_600 + minute) * 5.5,
    (72 * 3_600 + minute) * (5 * 200 + 0.5 * 1_000),
  ],
] as const)(
  "where %s, sessions hold what that comes to and never less than 64 MiB",
  (_, plant, messages, bytes) => {
    const topology = topologyOf(plant);
    expect(derivedSettings(topology, "floor")).toEqual({
      max_queued_messages: messages,
      max_queued_bytes: bytes,
      autosave_interval: 1,
      autosave_on_changes: true,
      max_packet_size: hubTakes,
    });
  },
);

test("where nothing at-least-once waits, sessions are saved as ever", () => {
  const topology = topologyOf({ event: { delivery: "at-most-once" } });
  expect(derivedSettings(topology, "floor")).toEqual({
    max_queued_messages: 1_000_000,
    max_queued_bytes: 67_108_864,
  });
});

test("a queue is at whichever end events leave over a link that keeps them, and at no other", () => {
  const topology = topologyOf({ offline: "1h", event: { rate: "1/s", size: "100Ki" } });
  const keeps = (of: string, direction: "up" | "down") => {
    const links = topology.links.map((link) => {
      const { up = [], down = [] } = link.listed ?? {};
      const listed = direction === "up" ? { up, down } : { up: down, down: up };
      const durability = link.name === of ? "stored" : "none";
      return { ...link, kind: { ...link.kind, durability } as const, listed };
    });
    return ["floor", "hall"].filter((broker) => queuesAt({ ...topology, links }, broker).length > 0);
  };
  expect(keeps("floor.uplink", "up")).toEqual(["floor"]);
  expect(keeps("floor.uplink", "down")).toEqual(["hall"]);
  expect(keeps("hall.uplink", "up")).toEqual(["hall"]);
  expect(keeps("", "up")).toEqual([]);
});

const long = { offline: "72h", event: { rate: "5/s", size: 200 } };
const arithmetic = "telemetry.measured: 3d × 5/s × 200 B = 247 MiB";

test.each([
  [
    "a setting for bytes",
    { settings: { max_queued_bytes: "64MB" } },
    "`settings.max_queued_bytes` is 64 MiB",
  ],
  [
    "a setting for events",
    { settings: { max_queued_messages: 1_000 } },
    "`settings.max_queued_messages` is 1000",
  ],
  ["the memory", { settings: { memory_limit: "256MB" } }, "`settings.memory_limit` is 256 MiB"],
  ["the disk", { storage: "500Mi" }, "`storage` is 500 MiB: while they are saved they stand there twice"],
])("%s that is too small for what has to wait is refused with the arithmetic", (_, broker, end) => {
  expect(said({ ...long, broker }, "MESH4106")).toEqual([
    `while link "floor.uplink" is cut, 1296000 events of 247 MiB in all have to wait at "floor" (${arithmetic}), and ${end}`,
  ]);
});

test("more than Mosquitto can hold is refused with the arithmetic", () => {
  expect(said({ offline: "72h", event: { rate: "5/s", size: "2Ki" } }, "MESH4106")).toEqual([
    'while link "floor.uplink" is cut, 1296000 events of 2.47 GiB in all have to wait at "floor" (telemetry.measured: 3d × 5/s × 2 KiB = 2.47 GiB), ' +
      "and Mosquitto's queue can be 2 GiB and 2147483647 events at most",
  ]);
});

test.each([
  ["no bound", {}],
  ["settings that allow it", { settings: { max_queued_bytes: "300MB", max_queued_messages: 1_300_000 } }],
  ["no limit of bytes", { settings: { max_queued_bytes: 0 } }],
  ["enough memory", { settings: { memory_limit: "1GB" } }],
  ["enough disk", { storage: "1Gi" }],
])("what waits is let through with %s", (_, broker) => {
  expect(said({ ...long, broker }, "MESH4106")).toEqual([]);
});

test.each([
  [{}, "`offline` and no `rate` and no `size`"],
  [{ offline: "1h", event: { size: 1 } }, "`rate`"],
  [{ offline: "1h", event: { rate: "1/s" } }, "`size`"],
  [{ event: { rate: "1/s", size: 1 } }, "`offline`"],
])("of %j it is said that no length follows", (plant, keys) => {
  expect(said(plant, "MESH4107")).toEqual([
    `how much waits at "floor" while link "floor.uplink" is cut is not known, since "telemetry.measured" has no ${keys}: ` +
      "its queue holds 64 MiB, in 1000000 events at most, and what comes after that is acknowledged and dropped",
  ]);
});

test.each([
  ["at each change", {}],
  ["after 20 changes", { autosave_interval: 20 }],
  ["every 60 s", { autosave_interval: 60, autosave_on_changes: false }],
])("what a killed broker loses is said, where it saves %s", (saved, settings) => {
  const [message = ""] = said({ ...long, broker: { settings } }, "MESH4108");
  expect(message).toContain(
    `saves it ${saved}, after it has acknowledged it: killed, it loses what came last`,
  );
});

test("that a long queue slows its publishers is said, and of a short one not", () => {
  const [slow = ""] = said(long, "MESH4108");
  expect(slow).toContain("saving 367 MiB takes 1.5 s once all waits, in which 7.7 events come");
  const [quick = ""] = said({ offline: "1h", event: { rate: "5/s", size: 200 } }, "MESH4108");
  expect(quick).toBe("");
});

test("what waits, and what of it is not known, is explained with the arithmetic", () => {
  const topology = topologyOf({
    ...long,
    other: { rate: "1/s" },
    broker: { settings: { max_queued_bytes: 0 } },
  });
  const node = topology.brokers.get("floor");
  expect(node && explain(topology, node)).toEqual([
    "each session holds 1296300 events of any size at most; what comes after that is acknowledged and dropped",
    "while link floor.uplink is cut, waits for it, as far as is known: 1296000 events, 247 MiB, 670 MiB of memory",
    "  telemetry.measured: 3d × 5/s × 200 B = 247 MiB",
    "  telemetry.counted: not known without `size`",
    "what waits for a link is saved after it is acknowledged: killed, it loses what came last",
  ]);
});

test("nothing is said of a broker at which nothing at-least-once waits", () => {
  const plant = { event: { delivery: "at-most-once" } };
  for (const code of ["MESH4106", "MESH4107", "MESH4108"]) expect(said(plant, code)).toEqual([]);
});
