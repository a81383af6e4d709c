import { expect, test } from "vitest";
import { deliverSubject, linkDurableSettings, linkInboxPrefix } from "../../targets/kit/link-durable.ts";

const link = "plant-oslo.uplink";

test("a link's durable sends to the subject that the link may subscribe to, from now on, and never gives an event up", () => {
  expect(linkDurableSettings(link, "orders")).toMatchObject({
    deliver_subject: deliverSubject(link, "orders"),
    deliver_policy: "new",
    max_deliver: -1,
    // The engine says each second what it still has; what is lost with it, or on the way, is not missed for long.
    ack_wait: 10_000_000_000,
  });
});

test.each([
  ["a.b", "a-b"],
  ["a.b-c", "a-b.c"],
  ["a.b.c", "a.b-c"],
])("links %s and %s share no prefix or subject", (one, other) => {
  expect(linkInboxPrefix(one)).not.toBe(linkInboxPrefix(other));
  expect(deliverSubject(one, "orders")).not.toBe(deliverSubject(other, "orders"));
});
