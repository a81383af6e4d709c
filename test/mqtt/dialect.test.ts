import { expect, test } from "vitest";
import { mqttAddress } from "../../targets/kit/mqtt-filter.ts";
import { mqttDialect } from "../../targets/protocols/mqtt/dialect.ts";

const own = {
  closedToSubscribe: ["$JS/#"],
  closedToPublish: ["$JS/API/INFO"],
  untold: ["subscribe"] as const,
};
const dialect = mqttDialect(own);

test.each([
  [["retail", "orders", "created"], "retail/orders/created"],
  [["retail", "*", "created"], "retail/+/created"],
  [["retail", "orders", ">"], "retail/orders/+/#"],
  [["*", ">"], "+/+/#"],
])("%j is written %s", (topic, address) => {
  expect(mqttAddress(topic)).toBe(address);
  expect(dialect.address(topic)).toBe(address);
});

test("a client is told by the url whether TLS is spoken", () => {
  expect(dialect.url({ host: "::1", port: 1883 })).toBe("mqtt://[::1]:1883");
  expect(dialect.url({ host: "site.example", port: 8883, authority: "PEM" })).toBe(
    "mqtts://site.example:8883",
  );
});

test("what a broker keeps to itself comes to what every MQTT broker does", () => {
  expect(dialect.closedToSubscribe).toEqual(expect.arrayContaining(["#", "+/#", "$SYS/#", "$JS/#"]));
  expect(dialect.closedToPublish).toContain("$JS/API/INFO");
  // To publish to a set is nothing that a client sends.
  expect(dialect.closedToPublish.filter((address) => /[+#]/.test(address))).toEqual([]);
});
