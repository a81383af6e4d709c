import { expect, test } from "vitest";
import { linkDurableSettings } from "../../targets/kit/link-durable.ts";

const second = 1_000_000_000;
const hour = 3_600 * second;

test("after a cut of some minutes a link stands still for no longer than the cut and half a minute", () => {
  const { backoff } = linkDurableSettings("oslo.uplink", "orders") as { readonly backoff: readonly number[] };
  let out = 0;
  for (const pause of backoff) {
    expect(pause).toBeLessThanOrEqual(Math.min(hour, out + 30 * second));
    out += pause;
  }
  expect(backoff.at(-1)).toBe(hour);
});

test("to an edge that is away for a day, what is out is given out again less than once an hour and six times more", () => {
  const { backoff } = linkDurableSettings("oslo.uplink", "orders") as { readonly backoff: readonly number[] };
  const first = backoff.filter((pause) => pause < hour);
  const times = first.length + Math.ceil((24 * hour - first.reduce((sum, pause) => sum + pause, 0)) / hour);
  expect(times).toBeLessThanOrEqual(24 + 7);
});
