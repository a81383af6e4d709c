import { expect, test } from "vitest";
import {
  deliverSubject,
  linkDurable,
  linkDurableSettings,
  linkHubSubjects,
  linkInboxPrefix,
} from "../../targets/kit/link-durable.ts";

const link = "plant-oslo.uplink";

test("a link's rights at the hub are those of its lists, and of what it reads by", () => {
  expect(
    linkHubSubjects({
      link,
      durables: [{ stream: "orders", durable: linkDurable(link) }],
      up: [
        ["readings", "*", "made"],
        ["alarms", ">"],
      ],
      liveUp: [["levels"]],
      liveDown: [["hints", "*"]],
    }),
  ).toEqual({
    publish: [
      "readings.*.made",
      "alarms.>",
      "levels",
      "$JS.API.CONSUMER.INFO.orders.link_plant-oslo_uplink",
      "$JS.ACK.orders.link_plant-oslo_uplink.>",
    ],
    subscribe: ["_INBOX_link_plant-oslo_uplink.>", "hints.*"],
  });
});

test("a link that brings nothing down may hear replies to itself alone", () => {
  expect(linkHubSubjects({ link, durables: [], up: [], liveUp: [], liveDown: [] })).toEqual({
    publish: [],
    subscribe: ["_INBOX_link_plant-oslo_uplink.>"],
  });
});

test("a link's durable sends to the subject that the link may subscribe to, from now on, and never gives an event up", () => {
  expect(linkDurableSettings(link, "orders")).toMatchObject({
    deliver_subject: deliverSubject(link, "orders"),
    deliver_policy: "new",
    max_deliver: -1,
  });
});

test.each([
  ["a.b", "a-b"],
  ["a.b-c", "a-b.c"],
  ["a.b.c", "a.b-c"],
])("links %s and %s share no durable, prefix or subject", (one, other) => {
  expect(linkDurable(one)).not.toBe(linkDurable(other));
  expect(linkInboxPrefix(one)).not.toBe(linkInboxPrefix(other));
  expect(deliverSubject(one, "orders")).not.toBe(deliverSubject(other, "orders"));
});
