import { expect, test } from "vitest";
import { amountOf, printAmount, printFlow } from "../../compiler/model/amount.ts";
import type { Event } from "../../compiler/model/mesh.ts";
import { perSecondOf, printRate } from "../../compiler/model/quantity.ts";

function event(load: Event["load"]): Event {
  return {
    name: "placed",
    domain: "orders",
    owner: "retail",
    topic: ["orders", "placed"],
    parameters: new Map(),
    share: { subscribe: "all", publish: [] },
    classification: [],
    load,
    terms: { delivery: "at-least-once", retention: {} },
  };
}

const threeDays = 3 * 86_400_000;

test.each([
  [{ perSecond: 5, bytes: 200 }, threeDays, 1_296_000, 259_200_000, "3d × 5/s × 200 B = 247 MiB"],
  [{ perSecond: 1 / 60, bytes: 1_024 }, 90_000, 2, 2_048, "1m30s × 1/m × 1 KiB = 2 KiB"],
  [{ perSecond: 0, bytes: 1 }, threeDays, 0, 0, "3d × 0/d × 1 B = 0 B"],
])("%j comes in %d ms to %d events of %d bytes", (load, time, messages, bytes, text) => {
  expect(amountOf(event(load), time)).toEqual({ messages, bytes });
  expect(printAmount(event(load), time)).toBe(text);
});

test.each([{}, { perSecond: 1 }, { bytes: 1 }])("of %j nothing is known", (load) => {
  expect(amountOf(event(load), 1_000)).toBeUndefined();
  expect(printAmount(event(load), 1_000)).toBeUndefined();
});

test("what many events bring is told of the first three", () => {
  const each = event({ perSecond: 2, bytes: 10 });
  expect(printFlow([each, event({})])).toBe("(2/s × 10 B)");
  expect(printFlow(Array.from({ length: 5 }, () => each))).toBe(
    "(2/s × 10 B + 2/s × 10 B + 2/s × 10 B + 2 more)",
  );
});

test.each(["5/s", "200/s", "5/m", "1/h", "3/d", "1.5/s"])("the rate %s is written as it was", (rate) => {
  expect(printRate(perSecondOf(rate))).toBe(rate);
});
