import type { IPublishPacket } from "mqtt";
import { expect, test } from "vitest";
import { type Heard, receivedBy } from "../../targets/protocols/mqtt/live/received-by.ts";

function heard(id: number, filter: string): Heard {
  return { id, filter, received: [] };
}

function byId(all: readonly Heard[]): ReadonlyMap<string, Heard> {
  return new Map(all.map((one) => [String(one.id), one]));
}

function packet(topic: string, payload: string, ids?: number[]): IPublishPacket {
  const properties = ids && { properties: { subscriptionIdentifier: ids } };
  return { cmd: "publish", topic, payload, qos: 0, dup: false, retain: false, ...properties };
}

test("a message goes to the subscriptions that the broker names", () => {
  const all = [heard(1, "a/b"), heard(2, "a/+"), heard(3, "a/b")];
  const take = receivedBy(byId(all));
  take(packet("a/b", "x", [1, 3]));
  take(packet("a/b", "x", [2]));
  expect(all.map(({ received }) => received.length)).toEqual([1, 1, 1]);
});

test.each([
  ["a/b", "a/b", true],
  ["a/b", "a/c", false],
  ["a/b", "a/b/c", false],
  ["a/+", "a/b", true],
  ["a/+", "a", false],
  ["a/+/#", "a", false],
  ["a/+/#", "a/b", true],
  ["a/+/#", "a/b/c", true],
  ["a/#", "a", true],
  ["#", "a/b", true],
  ["#", "$SYS/a", false],
  ["+/#", "$SYS/a", false],
  ["$SYS/#", "$SYS/a", true],
])("where no subscription is named, %s hears %s: %s", (filter, topic, isHeard) => {
  const one = heard(1, filter);
  receivedBy(byId([one]))(packet(topic, "x"));
  expect(one.received).toHaveLength(isHeard ? 1 : 0);
});

test("copies of a message go to the subscriptions that it meets in turn", () => {
  const all = [heard(1, "a/b"), heard(2, "b/+"), heard(3, "a/#")];
  const take = receivedBy(byId(all));
  for (const payload of ["x", "y"]) for (let copy = 0; copy < 2; copy++) take(packet("a/b", payload));
  expect(all.map(({ received }) => received.length)).toEqual([2, 0, 2]);
  take(packet("a/b", "x"));
  expect(all.map(({ received }) => received.length)).toEqual([3, 0, 2]);
});
