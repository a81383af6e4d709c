import { expect, test } from "vitest";
import { withoutCopies } from "../../targets/engines/nats/live/without-copies.ts";

const rows = [
  { on: ["a"], gone: ["a"], why: "a of the 1 that hold it would leave" },
  { on: ["a"], gone: ["b"], why: undefined },
  { on: ["a", "b", "c"], gone: ["c"], why: undefined },
  { on: ["a", "b", "c"], gone: ["c", "b"], why: "b, c of the 3 that hold it would leave" },
  { on: ["b", "a", "c"], gone: ["b", "c"], why: "b, c of the 3 that hold it would leave" },
  { on: [], gone: ["a"], why: undefined },
];

test.each(rows)(
  "of a stream on $on that loses $gone it is told: $why",
  ({ on: [leader, ...others], gone, why }) => {
    const replicas = others.map((name) => ({ name, current: true, active: 0 }));
    const cluster = { name: "core", replicas, ...(leader !== undefined && { leader }) };
    expect(withoutCopies({ cluster } as never, gone)).toBe(why);
  },
);
