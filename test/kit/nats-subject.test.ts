import { expect, test } from "vitest";
import { inboxPrefix, natsQueueSubject, natsSubject } from "../../targets/kit/nats-subject.ts";

test.each([
  [["retail", "orders", "created"], "retail.orders.created"],
  [["retail", "*", ">"], "retail.*.>"],
  [["größe", "a:b@c~d-e_f"], "größe.a:b@c~d-e_f"],
])("the pattern %j is the subject %s", (pattern, subject) => {
  expect(natsSubject(pattern)).toBe(subject);
});

test.each([[[]], [["a", ""]], [["a.b"]], [["a", ">", "b"]], [["a b"]], [["a*"]], [["a\n"]], [['a"']]])(
  "the pattern %j is a fault",
  (pattern) => {
    expect(() => natsSubject(pattern)).toThrow("meshc broke its own rule");
  },
);

test("a right of a group holds subject and group", () => {
  expect(natsQueueSubject(natsSubject(["a", ">"]), "workers")).toBe("a.> workers");
  expect(() => natsQueueSubject(natsSubject(["a"]), "wor kers")).toThrow("cannot be the name");
});

test("each application has an inbox prefix that no other's begins with", () => {
  expect(`${inboxPrefix("bill")}.`).not.toContain(`${inboxPrefix("billing")}.`);
});
