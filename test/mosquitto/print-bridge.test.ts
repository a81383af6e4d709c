import { expect, test } from "vitest";
import { type Bridge, type BridgedTopic, printBridge } from "../../targets/engines/mosquitto/print-bridge.ts";

const plain = (...pattern: readonly string[]): BridgedTopic => ({ pattern, delivery: "at-most-once" });
const kept = (...pattern: readonly string[]): BridgedTopic => ({ pattern, delivery: "at-least-once" });

function printed(bridge: Partial<Bridge>): string {
  const whole = {
    link: "floor.uplink",
    addresses: [{ host: "core", port: 1883 }],
    largestPacket: 1_048_576,
    up: [],
    down: [],
    ...bridge,
  };
  return printBridge(whole)
    .parts.map((part) => (typeof part === "string" ? part : `<${part.kind}>`))
    .join("");
}

function line(text: string, key: string): string | undefined {
  return text
    .split("\n")
    .find((one) => one.startsWith(`${key} `))
    ?.slice(key.length + 1);
}

test("where all is at-most-once the session ends with the connection, and its name is the link's", () => {
  const text = printed({ up: [plain("a", ">")], down: [plain("b")] });
  expect(line(text, "cleansession")).toBe("true");
  expect(line(text, "remote_clientid")).toBe("floor_uplink");
  expect(text).toContain("topic a/+/# out 0\ntopic b in 0\n");
});

test("where something is at-least-once the session stays, and what is kept crosses at QoS 1", () => {
  const text = printed({ up: [kept("a")], down: [plain("b")] });
  expect(line(text, "cleansession")).toBe("false");
  expect(text).toContain("topic a out 1\ntopic b in 0\n");
});

test("a kept session has another name once what is asked for beyond changes, and only then", () => {
  const id = (bridge: Partial<Bridge>) => line(printed(bridge), "remote_clientid");
  const before = id({ up: [kept("a")], down: [kept("b"), plain("c")] });
  expect(before).toMatch(/^floor_uplink_[0-9a-f]{16}$/);
  expect(id({ up: [kept("a"), kept("d")], down: [plain("c"), kept("b")] })).toBe(before);
  expect(id({ up: [kept("a")], down: [kept("b")] })).not.toBe(before);
  expect(id({ up: [kept("a")], down: [kept("b"), kept("c")] })).not.toBe(before);
  expect(id({ link: "hall.uplink", up: [kept("a")], down: [kept("b"), plain("c")] })).not.toBe(before);
});

test("what waits at this end is found by a name that no list changes", () => {
  const local = (down: readonly BridgedTopic[]) => line(printed({ up: [kept("a")], down }), "local_clientid");
  expect(local([kept("b")])).toBe("link.floor.uplink");
  expect(local([])).toBe("link.floor.uplink");
});

test("targets are addressed in order, on one line", () => {
  const addresses = [1, 2, 3].map((number) => ({ host: `10.0.0.${number}`, port: 1880 + number }));
  expect(line(printed({ addresses }), "address")).toBe("10.0.0.1:1881 10.0.0.2:1882 10.0.0.3:1883");
});

test("the password is a reference in a file that only the broker may read", () => {
  const { mode, parts, path } = printBridge({ link: "x", addresses: [], largestPacket: 1, up: [], down: [] });
  expect(path).toBe("bridges/x.conf");
  expect(mode).toBe(0o400);
  expect(parts.filter((part) => typeof part !== "string")).toEqual([{ kind: "loginPassword", of: "link.x" }]);
});

test("what a target does not take is not sent", () => {
  expect(line(printed({ largestPacket: 4_096 }), "bridge_max_packet_size")).toBe("4096");
});

test.each([
  ["one instance", 1, true, "false"],
  ["instances of one target", 3, true, "true"],
  ["instances of several targets", 3, false, "false"],
])("a bridge returns to its first address only where it is preferred: %s", (_, count, areAlike, robin) => {
  const addresses = Array.from({ length: count }, (_each, index) => ({ host: "core", port: 1883 + index }));
  expect(line(printed({ addresses, ...(areAlike && { areAlike }) }), "round_robin")).toBe(robin);
});
