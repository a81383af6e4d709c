import { expect, test } from "vitest";
import type { Json } from "../../compiler/model/json.ts";
import type { Provision } from "../../compiler/model/workload.ts";
import { effectOfProvision } from "../../targets/engines/nats/effect-of-provision.ts";

type Settings = Readonly<Record<string, Json>>;

const second = 1_000_000_000;

function stream(settings: Settings = {}, name = "orders"): Provision {
  const usual = { subjects: ["o.a", "o.b"], num_replicas: 1, max_age: 0, max_bytes: -1, max_msgs: -1 };
  return { kind: "stream", name, stage: 1, settings: { name, ...usual, ...settings } };
}

function consumer(settings: Settings = {}, name = "billing", within = "orders"): Provision {
  const usual = { filter_subjects: ["o.a", "o.b"], ack_wait: 30 * second };
  return {
    kind: "consumer",
    name,
    within,
    stage: 1,
    settings: { durable_name: name, ...usual, ...settings },
  };
}

const effect = (before?: Provision, after?: Provision, beside: readonly Provision[] = []) => {
  const found = effectOfProvision(before, after, "2.15", beside);
  if (!found) return undefined;
  return "refused" in found ? "refused" : found.effect;
};

test.each<readonly [string, Settings, Settings, string | undefined]>([
  ["nothing", {}, {}, undefined],
  ["less time", {}, { max_age: second }, "DATA LOSS"],
  ["a shorter time", { max_age: 2 * second }, { max_age: second }, "DATA LOSS"],
  ["a longer time", { max_age: second }, { max_age: 2 * second }, "NONE"],
  ["no bound of time", { max_age: second }, {}, "NONE"],
  ["fewer bytes", { max_bytes: 2_000 }, { max_bytes: 1_000 }, "DATA LOSS"],
  ["more bytes", { max_bytes: 1_000 }, { max_bytes: 2_000 }, "NONE"],
  ["fewer events", { max_msgs: 20 }, { max_msgs: 10 }, "DATA LOSS"],
  ["more events", { max_msgs: 10 }, {}, "NONE"],
  ["a longer time and fewer bytes", { max_age: second }, { max_bytes: 1_000 }, "DATA LOSS"],
  ["one more subject", {}, { subjects: ["o.a", "o.b", "o.c"] }, "NONE"],
  ["a subject less", {}, { subjects: ["o.a"] }, "NONE"],
  ["more copies", {}, { num_replicas: 3 }, "NONE"],
  ["fewer copies", { num_replicas: 3 }, {}, "NONE"],
  ["another window for repetitions", { duplicate_window: second }, { duplicate_window: 2 * second }, "NONE"],
  ["one more edge", {}, { sources: [{ name: "orders_from_site" }] }, "NONE"],
  ["an edge less", { sources: [{ name: "orders_from_site" }] }, {}, "NONE"],
  ["another broker", { placement: { cluster: "a" } }, { placement: { cluster: "b" } }, "refused"],
  ["another stream to copy", { mirror: { name: "a" } }, { mirror: { name: "b" } }, "refused"],
])("a stream that gets %s: %s", (_, before, after, wanted) => {
  expect(effect(stream(before), stream(after))).toBe(wanted);
});

test("a subject that another stream takes over is acknowledged by nobody meanwhile", () => {
  const other = stream({ subjects: ["o.b"] }, "orders_b");
  expect(effect(stream(), stream({ subjects: ["o.a"] }), [other])).toBe("INTERRUPTS");
  const drawn: Provision = { ...stream({ subjects: ["o.b"] }, "orders_from_site"), drawn: true };
  expect(effect(stream(), stream({ subjects: ["o.a"] }), [drawn])).toBe("NONE");
});

test.each<readonly [string, Settings, Settings, string | undefined]>([
  ["nothing", {}, {}, undefined],
  ["one more subject", { filter_subject: "o.a", filter_subjects: [] }, {}, "NONE"],
  ["a wider filter", { filter_subjects: ["o.a"] }, { filter_subjects: ["o.*"] }, "NONE"],
  ["a subject less", {}, { filter_subjects: ["o.a"] }, "DATA LOSS"],
  ["a narrower filter", { filter_subjects: ["o.*"] }, { filter_subjects: ["o.a"] }, "DATA LOSS"],
  ["less time to acknowledge", {}, { ack_wait: second }, "NONE"],
  ["fewer deliveries", {}, { max_deliver: 3 }, "NONE"],
  ["pauses", {}, { ack_wait: second, backoff: [second, 2 * second] }, "NONE"],
  ["one at a time", {}, { max_ack_pending: 1 }, "NONE"],
])("a durable that gets %s: %s", (_, before, after, wanted) => {
  expect(effect(consumer(before), consumer(after))).toBe(wanted);
});

test("what a durable gives up is lost unless its reader reads it on from the same stream", () => {
  const [before, after] = [consumer(), consumer({ filter_subjects: ["o.a"] })];
  const parted = (within: string) => consumer({ filter_subjects: ["o.b"] }, "billing__b", within);
  expect(effect(before, after, [parted("orders")])).toBe("NONE");
  expect(effect(before, after, [parted("orders_at_west")])).toBe("NONE");
  expect(effect(before, after, [parted("orders_b")])).toBe("DATA LOSS");
  expect(effect(before, undefined, [after, parted("orders")])).toBe("NONE");
});

test("what is new is made, and what is removed is lost with what it holds, unless it is a copy", () => {
  expect(effect(undefined, stream())).toBe("NONE");
  expect(effect(undefined, consumer())).toBe("NONE");
  expect(effect(stream())).toBe("DATA LOSS");
  expect(effect(consumer())).toBe("DATA LOSS");
  expect(effect(stream({ mirror: { name: "orders" } }, "orders_at_west"))).toBe("NONE");
});

test("what is not tried, on a version or at all, is assumed", () => {
  const copied = stream({ num_replicas: 3 });
  expect(effectOfProvision(stream(), copied, "2.12")).toMatchObject({ effect: "NONE", basis: "assumed" });
  const longer = stream({ max_age: second });
  expect(effectOfProvision(longer, stream(), "2.12")).toMatchObject({ basis: "observed" });
  expect(effectOfProvision(longer, stream(), "2.99")).toMatchObject({ basis: "assumed" });
});
