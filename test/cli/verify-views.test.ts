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

const summary = { kind: "application", broker: "office" } as const;
const many = Array.from({ length: 50 }, (_, index) => ({
  ...summary,
  identity: `application.a${index}`,
  allowed: { expected: 3, ok: index === 0 ? 2 : 3 },
  denied: { expected: 1_200, ok: 1_200 },
}));

test("identities are told with what they are let do and refused, those with failures first, the rest as a number", () => {
  const told: VerifyReport = {
    ...report,
    ok: false,
    identities: many,
    tried: { attempts: 12_000, milliseconds: 4_000 },
  };
  const lines = verifyText(told, paint(false), false).split("\n");
  expect(lines[0]).toMatch(/^IDENTITY +BROKER +ALLOWED +DENIED +VERDICT$/);
  expect(lines[1]).toMatch(/^application\.a0 +office +2 of 3 +1,200 of 1,200 +FAILED$/);
  expect(lines[2]).toMatch(/^application\.a1 +office +3 of 3 +1,200 of 1,200 +ok$/);
  expect(lines[31]).toBe("20 more, as they should be; --all lists them");
  expect(lines[32]).toContain("2 of 2 rights as declared (12,000 attempts in 4.0 s, 3,000 a second)");
  expect(verifyText(told, paint(false), true)).toContain("application.a49");
});

test("of many failures the first are told, and how many more there are", () => {
  const failed = { ...right, kind: "application", action: "publish", verdict: "failed" } as const;
  const rights = Array.from({ length: 1_045 }, (_, index) => ({
    ...failed,
    topic: `t/${index}`,
    why: "open",
  }));
  const lines = verifyText({ ...report, ok: false, rights }, paint(false), false).split("\n");
  expect(lines[39]).toContain("publish t/39 is denied, denied expected: open");
  expect(lines[40]).toBe("FAILED 1,005 more; --all lists them");
});

test("what could not be removed is told, and does not fail the mesh", () => {
  const left = [{ stream: "orders", broker: "core", why: "no instance of core answers" }];
  const text = verifyText({ ...report, left }, paint(false), false);
  expect(text).toContain(
    'what was sent is left in stream "orders" of core: no instance of core answers\nok: ',
  );
});
