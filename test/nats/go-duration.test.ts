import { expect, test } from "vitest";
import { millisecondsOf } from "../../targets/engines/nats/live/go-duration.ts";

test.each([
  ["782.921988ms", 782.921988],
  ["1.5s", 1_500],
  ["2m3.25s", 123_250],
  ["1h0m0s", 3_600_000],
  ["185µs", 0.185],
  ["12ns", 0.000012],
])("a duration that Go prints is read in milliseconds: %s", (text, milliseconds) => {
  expect(millisecondsOf(text)).toBeCloseTo(milliseconds, 9);
});

test.each(["", "never", "12", "1s later", "-1s"])("what is no duration is none: %j", (text) => {
  expect(millisecondsOf(text)).toBeUndefined();
});
