import { expect, test } from "vitest";
import { mqttFilter } from "../../targets/kit/mqtt-filter.ts";
import { printBenthos } from "../../targets/kit/print-benthos.ts";
import type { ConnectLink } from "../../targets/engines/connect/connect-link.ts";
import { fileNames } from "../../targets/engines/connect/files.ts";
import { connectionsOf } from "../../targets/engines/connect/metrics.ts";
import { printDown } from "../../targets/engines/connect/print-down.ts";
import { printLiveDown, printLiveUp } from "../../targets/engines/connect/print-live.ts";
import { printLink } from "../../targets/engines/connect/print-link.ts";
import { connectCommand, printProcess } from "../../targets/engines/connect/print-process.ts";
import { printSessions } from "../../targets/engines/connect/print-sessions.ts";
import { printUp } from "../../targets/engines/connect/print-up.ts";

const link: ConnectLink = {
  name: "plant",
  instance: "plant-connect-0",
  edge: {
    address: { host: "127.0.0.1", port: 1883 },
    password: { kind: "loginPassword", of: "connect.plant" },
    savedAfter: 24,
  },
  hub: {
    urls: [
      { host: "a.example", port: 4222 },
      { host: "::1", port: 4223 },
    ],
    seed: { kind: "seed", of: "link.plant" },
    maxPayload: 1_000_000,
  },
  management: { host: "127.0.0.1", port: 4195 },
  up: [
    ["readings", "*", "made"],
    ["alarms", ">"],
  ],
  down: [{ stream: "orders", durable: "link_plant" }],
  live: { up: [["levels", ">"]], down: [["hints", "*"], ["lamps"]] },
};

/** What a file holds, with `secret` in the place of each secret. */
function read(file: { readonly parts: readonly unknown[] }) {
  return JSON.parse(file.parts.map((part) => (typeof part === "string" ? part : "secret")).join(""));
}

test.each([
  [["a"], "a"],
  [["a", "*", "b"], "a/+/b"],
  [["a", ">"], "a/+/#"],
  [[">"], "+/#"],
])("pattern %j is the topic filter %s", (pattern, filter) => {
  expect(mqttFilter(pattern)).toBe(filter);
});

test.each(["", "a/b", "a+", "#", "a\u0000"])("%j is no level of a topic", (level) => {
  expect(() => mqttFilter([level])).toThrow(/cannot be a level/);
});

test("all that goes up is read in one session, whatever is listed", () => {
  expect(read(printUp(link)).input.mqtt).toMatchObject({
    client_id: "link.plant up",
    topics: ["readings/+/made", "alarms/+/#"],
    qos: 1,
    clean_session: false,
    subscriptions_file: "subscriptions",
  });
});

test("what comes down is written by one connection, which waits until it is saved", () => {
  expect(read(printDown(link)).output.retry.output.mqtt).toMatchObject({
    client_id: "link.plant down",
    qos: 1,
    retained: false,
    saved_after: 24,
    saved_each: "0s",
  });
});

test("nothing that was refused is handed back to what reads at the edge, since the output tries until it is taken", () => {
  const up = read(printUp(link));
  expect(up.input.mqtt.auto_replay_nacks).toBe(false);
  expect(up.output.retry.backoff.max_elapsed_time).toBe("0s");
  const live = read(printLiveUp(link));
  expect(live.input.mqtt.auto_replay_nacks).toBe(false);
  expect(live.output.drop_on.error).toBe(true);
});

test.each([
  ["up", printUp],
  ["down", printDown],
  ["up at most once", printLiveUp],
  ["down at most once", printLiveDown],
] as const)(
  "each event that goes %s is looked at once, and what cannot cross is logged, counted and dropped",
  (_, print) => {
    const [mapping, caught, ...others] = read(print(link)).input.processors;
    expect(mapping.mapping).toContain('else { throw("cannot cross") }');
    expect(caught.catch.map((step: object) => Object.keys(step)[0])).toEqual(["log", "metric", "mapping"]);
    expect(caught.catch.at(-1)).toEqual({ mapping: "root = deleted()" });
    expect(others).toEqual([]);
  },
);

test("what names the session says how to log in, also where nothing goes up any more", () => {
  const listed = read(printSessions(link));
  expect(listed).toEqual({
    urls: ["tcp://127.0.0.1:1883"],
    user: "connect.plant",
    password: "secret",
    sessions: ["link.plant up"],
  });
  expect(read(printSessions({ ...link, up: [] }))).toEqual({ ...listed, sessions: [] });
});

test("the hub's urls stand in the order in which they are to be tried", () => {
  const { nats_jetstream: output } = read(printUp(link)).output.retry.output.fallback[0];
  expect(output.urls).toEqual(["nats://a.example:4222", "nats://[::1]:4223"]);
});

test("passwords are references, the files that hold them are the owner's alone, and no argument is one", () => {
  for (const file of printLink(link)) {
    if ([fileNames.process, fileNames.seed].some((path) => path === file.path)) continue;
    expect(file.mode).toBe(0o400);
    const references = file.parts.filter((part) => typeof part !== "string");
    expect(new Set(references.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(new Set(file.parts.filter((part) => typeof part !== "string"))).toEqual(
      new Set([link.edge.password]),
    );
  }
  expect(connectCommand(link).arguments).toEqual([
    "--sessions",
    "sessions.json",
    "-c",
    "connect.yaml",
    "streams",
    "--no-api",
    "up.yaml",
    "down.yaml",
    "live-up.yaml",
    "live-down.yaml",
  ]);
});

test("a direction in which nothing goes is not begun", () => {
  expect(connectCommand({ ...link, up: [] }).arguments).not.toContain("up.yaml");
  expect(connectCommand({ ...link, down: [] }).arguments).not.toContain("down.yaml");
  const { arguments: none } = connectCommand({ ...link, live: { up: [], down: [] } });
  expect(none).not.toContain("live-up.yaml");
  expect(none).not.toContain("live-down.yaml");
});

test("no dollar sign stands in a file, so that no variable of the environment can", () => {
  for (const { parts } of printLink(link))
    expect(parts.filter((part) => typeof part === "string").join("")).not.toContain("$");
});

test("a secret stands between quotes, and texts around it are one part", () => {
  const secret = { kind: "password", of: "x" } as const;
  expect(printBenthos({ a: [1, "${b}"], c: { secret }, d: {}, e: [] })).toEqual([
    '{\n  "a": [\n    1,\n    "\\u0024{b}"\n  ],\n  "c": "',
    secret,
    '",\n  "d": {},\n  "e": []\n}\n',
  ]);
});

test("TLS is asked of both ends where they speak it", () => {
  const own = { certificate: "link.pem", privateKey: "link-key.pem" };
  const tls = { authority: "servers.pem", own };
  const printed = read(printUp({ ...link, edge: { ...link.edge, tls }, hub: { ...link.hub, tls } }));
  const settings = {
    enabled: true,
    root_cas_file: "servers.pem",
    client_certs: [{ cert_file: "link.pem", key_file: "link-key.pem" }],
  };
  expect(printed.input.mqtt).toMatchObject({
    urls: ["ssl://127.0.0.1:1883"],
    tls: settings,
  });
  expect(printed.output.retry.output.fallback[0].nats_jetstream.tls).toEqual(settings);
  expect(printed.output.retry.output.fallback[0].nats_jetstream.urls[0]).toBe("tls://a.example:4222");
});

test("what is at-most-once is read in one session that ends, and sent without being asked for an answer", () => {
  const { input, output } = read(printLiveUp(link));
  expect(input.mqtt).toMatchObject({
    client_id: "link.plant live",
    user: "connect.plant",
    topics: ["levels/+/#"],
    qos: 0,
    clean_session: true,
  });
  expect(Object.keys(output.drop_on.output)).toEqual(["nats"]);
});

test("what is at-most-once comes down by one connection, and none of it is retained", () => {
  const { input, output } = read(printLiveDown(link));
  expect(input.nats.subject).toEqual(["hints.*", "lamps"]);
  expect(output.drop_on.output.mqtt).toMatchObject({ qos: 0, retained: false });
});

test.each([
  [{}, 8],
  [{ up: [] }, 6],
  [{ down: [] }, 6],
  [{ live: { up: [], down: [["lamps"]] } }, 6],
  [{ live: { up: [], down: [] } }, 4],
] satisfies [Partial<ConnectLink>, number][])("with %j the process has %d connections", (changed, count) => {
  expect(connectionsOf({ ...link, ...changed })).toBe(count);
});

test("each metric bears the names of the link and of the process", () => {
  expect(read(printProcess(link)).metrics.mapping).toBe(
    'meta link = "plant"\nmeta process = "plant-connect-0"\nmeta connections = "8"',
  );
});
