import { expect, test } from "vitest";
import { refusesLevel } from "../../targets/engines/nats/refuses-level.ts";

test.each(["orders", "größe", "a:b", "a@b", "a~b", "A-1_x", "_x", "123"])(
  "NATS carries the level %j",
  (level) => {
    expect(refusesLevel(level, true)).toBeUndefined();
    expect(refusesLevel(level, false)).toBeUndefined();
  },
);

test.each(["a.b", "*", ">", "a b", "$SYS", "", "a\u00a0b", "a\n"])(
  "NATS cannot carry the level %j",
  (level) => {
    expect(refusesLevel(level, true)).toBeDefined();
    expect(refusesLevel(level, false)).toBeDefined();
  },
);

test.each(["_INBOX", "_INBOX_billing", "_R_", "_GR_"])(
  "the level %j is refused as the first only",
  (level) => {
    expect(refusesLevel(level, true)).toBeDefined();
    expect(refusesLevel(level, false)).toBeUndefined();
  },
);
