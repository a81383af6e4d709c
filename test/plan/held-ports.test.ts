import { expect, test } from "vitest";
import { planned, recordedAs } from "./recorded-as.ts";
import { analysisOf, shopWith } from "./shop.ts";

const line = (ports: object) => ({ environment: "plant", engine: "nats", listeners: ports });
const before = analysisOf(shopWith({ brokers: { line: line({ nats: 4500, management: 4501 }) } }));

test("a broker that takes the port of one that leaves is refused, and told to be added in a second step", () => {
  const other = line({ nats: 4500, management: 4601 });
  const wanted = analysisOf(shopWith({ brokers: { line: null, other } }));
  const { refused } = planned(wanted, recordedAs(before, before.data)).plan;
  expect(refused).toEqual([
    { name: "other", why: expect.stringMatching(/port 4500, on which "line" listens \(nats\).*two steps/) },
  ]);
});

test("a broker that takes a port that nobody has is not refused", () => {
  const other = line({ nats: 4600, management: 4601 });
  const wanted = analysisOf(shopWith({ brokers: { line: null, other } }));
  expect(planned(wanted, recordedAs(before, before.data)).plan.refused).toEqual([]);
});
