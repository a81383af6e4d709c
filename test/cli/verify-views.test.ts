import { expect, test } from "vitest";
import { paint } from "../../cli/views/paint.ts";
import { verifyJunit } from "../../cli/views/verify-junit.ts";
import { verifyText } from "../../cli/views/verify-text.ts";
import type { VerifyReport } from "../../deploy/verify/report.ts";

const right = { identity: "nobody", broker: "office", expected: "denied", got: "denied" } as const;
const report: VerifyReport = {
  version: 1,
  ok: true,
  flows: [],
  denied: [],
  rights: [
    { ...right, kind: "anonymous", topic: "", action: "connect", verdict: "ok" },
    { ...right, kind: "application", topic: "orders/>", action: "publish", verdict: "ok" },
  ],
};

test("a login, which has no topic, is told without one", () => {
  const lines = verifyText(report, paint(false), true).split("\n");
  expect(lines[0]).toBe("ok     nobody at office: connect is denied, denied expected");
  expect(lines[1]).toBe("ok     nobody at office: publish orders/> is denied, denied expected");
  expect(verifyJunit(report, "shop")).toContain('name="nobody at office: connect denied"');
});

test("a dead letter that did not come is told with where it was missed", () => {
  const letter = { application: "billing", event: "orders.placed", stream: "orders__dead" };
  const deadLetters = [{ ...letter, verdict: "failed", why: "nothing tells of it" }] as const;
  const failed: VerifyReport = { ...report, ok: false, deadLetters };
  const text = verifyText(failed, paint(false), false);
  expect(text).toContain(
    "FAILED billing is told of orders.placed that it gave up, in orders__dead: nothing tells of it\n",
  );
  expect(text).toContain("0 of 1 dead letters told");
  expect(verifyJunit(failed, "shop")).toContain(
    'name="billing is told of orders.placed that it gave up" time="0"><failure message="nothing tells of it"/>',
  );
});
