import { expect, test } from "vitest";
import type { InstanceRecord } from "../../deploy/state/documents.ts";
import { observe, type Seen } from "./observe.ts";
import { effectOn } from "./row.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Watcher } from "./watch.ts";

const names = ["core-0", "core-1", "core-2"];

/** What runs: each instance with its process, and when it last took its files in. */
function snapshot(processes: Readonly<Record<string, string>>, more: Partial<Snapshot> = {}): Snapshot {
  const each = <T>(value: (name: string) => T) =>
    new Map(Object.keys(processes).map((name) => [name, value(name)]));
  const record: InstanceRecord = { broker: "core", engine: "nats", ports: {} };
  return {
    records: each(() => record),
    processes: new Map(Object.entries(processes)),
    loads: each(() => "1"),
    digests: new Map(),
    links: new Map(),
    streams: new Map(),
    waiting: new Map(),
    ...more,
  };
}

const running = (count: number, process: string) =>
  Object.fromEntries(names.slice(0, count).map((name) => [name, process]));

const watcher = (cuts: readonly string[], isConnected = true): Watcher => ({
  watch: { application: "board", broker: "core", by: "nats" },
  cuts: [...cuts],
  heard: new Map(),
  isConnected: () => isConnected,
  publish: async () => true,
  close: async () => undefined,
});

const quiet = { published: 10, lost: [], refused: 0, lostStored: 0, repeated: 0 };
const [one, three] = [snapshot(running(1, "a")), snapshot(running(3, "a"))];

const seen = (rest: Partial<Seen>): Seen => ({
  before: one,
  after: one,
  watchers: [],
  heard: quiet,
  ...rest,
});
const links = (id: string) => ({ links: new Map([["core-0", new Map([["leaf site-0", id]])]]) });
const stream = (first: number, last: number) => ({ streams: new Map([["orders", { first, last }]]) });

test.each<readonly [string, Partial<Seen>, string]>([
  ["nothing", {}, "NONE"],
  ["a server takes its files in", { after: { ...one, loads: new Map([["core-0", "2"]]) } }, "RELOAD"],
  ["the only instance is another process", { after: snapshot(running(1, "b")) }, "INTERRUPTS"],
  [
    "each of three is another process, and clients move on",
    { before: three, after: snapshot(running(3, "b")), watchers: [watcher(["core-1"])] },
    "ROLLING RESTART",
  ],
  [
    "each of three is another process, and a client does not come back",
    { before: three, after: snapshot(running(3, "b")), watchers: [watcher(["core-1"], false)] },
    "INTERRUPTS",
  ],
  ["a client is cut off from what goes on", { watchers: [watcher(["core-0"])] }, "INTERRUPTS"],
  [
    "a client is cut off from an instance that ends",
    { before: three, after: snapshot(running(2, "a")), watchers: [watcher(["core-2"])] },
    "NONE",
  ],
  [
    "a link is another connection though both its ends go on",
    { before: snapshot(running(1, "a"), links("1")), after: snapshot(running(1, "a"), links("2")) },
    "INTERRUPTS",
  ],
  [
    "an event is lost and nothing was started anew",
    { heard: { ...quiet, lost: ["1 of a > b"] } },
    "INTERRUPTS",
  ],
  ["an event is not stored", { heard: { ...quiet, refused: 1 } }, "INTERRUPTS"],
  ["a stored event is not read", { heard: { ...quiet, lostStored: 1 } }, "DATA LOSS"],
  [
    "the first events of a stream are gone",
    { before: snapshot(running(1, "a"), stream(1, 9)), after: snapshot(running(1, "a"), stream(5, 12)) },
    "DATA LOSS",
  ],
  ["a stream is gone", { before: snapshot(running(1, "a"), stream(1, 9)), after: one }, "DATA LOSS"],
  [
    "events wait for a reader no more",
    { before: { ...one, waiting: new Map([["sleeper", 4]]) }, after: { ...one, waiting: new Map() } },
    "DATA LOSS",
  ],
])("where %s it is seen as that", (_, what, wanted) => {
  expect(observe(seen(what)).effect).toBe(wanted);
});

test("what is expected from a version on is expected of it and of those that come later", () => {
  const expected = { "2.10": "INTERRUPTS", "2.12": "RELOAD" } as const;
  expect(["2.10", "2.11", "2.12", "2.15"].map((version) => effectOn(expected, version))).toEqual([
    "INTERRUPTS",
    "INTERRUPTS",
    "RELOAD",
    "RELOAD",
  ]);
});
