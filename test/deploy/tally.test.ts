import { expect, test } from "vitest";
import { applyText } from "../../cli/views/apply-text.ts";
import type { ApplyEvent, ApplyReport } from "../../deploy/apply/apply-options.ts";
import { tally } from "../../deploy/apply/tally.ts";

const planned = { kind: "planned", instances: 6, touched: 6, removed: 0 } as const;
const becomes = (instance: string, to: "starting" | "healthy" | "reloaded" | "stopped"): ApplyEvent => ({
  kind: "instance",
  instance,
  to,
});

test.each<[string, readonly ApplyEvent[], string]>([
  ["before anything was started", [planned], "6 instances, nothing had to be started or changed"],
  ["with one that only began to start", [planned, becomes("a", "starting")], "nothing had to be started"],
  [
    "with what was started, one of it changed once more, and one ended",
    [
      planned,
      becomes("a", "healthy"),
      becomes("b", "reloaded"),
      becomes("a", "reloaded"),
      becomes("c", "stopped"),
    ],
    "6 instances, 2 started or changed, 1 ended;",
  ],
])("a run that stops tells what it did, and not what it was about to: %s", (_what, events, text) => {
  const { take, counts } = tally();
  for (const event of events) take(event);
  expect(applyText({ ...counts(), stoppedAt: 2 } as ApplyReport)).toContain(text);
});
