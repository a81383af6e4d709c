import { expect, test } from "vitest";
import { mixed } from "../../compiler/plan/mixed.ts";
import { randomTopologies } from "./random-pairs.ts";

test("a mesh whose brokers all follow one topology is that topology", { timeout: 120_000 }, () => {
  let flows = 0;
  for (const { seed, topology } of randomTopologies(150)) {
    const same = mixed(() => topology, topology.brokers.keys());
    expect({ seed, ...same }).toEqual({ seed, ...topology });
    expect([...same.brokers.keys()]).toEqual([...topology.brokers.keys()]);
    flows += topology.flows.length;
  }
  expect(flows).toBeGreaterThan(150);
});
