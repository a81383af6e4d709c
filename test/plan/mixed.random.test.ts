import { expect, test } from "vitest";
import { wayOfFlow } from "../../compiler/plan/cut-flows.ts";
import { deliveries } from "../../compiler/plan/delivery.ts";
import { mixed } from "../../compiler/plan/mixed.ts";
import { randomTopologies } from "./random-pairs.ts";

/** The long suite "random-plans" asks for ten times as many. */
const meshes = Number(process.env["PLAN_MESHES"] ?? 60);

test(
  "a mesh whose brokers all follow one topology is that topology, and its rights let every flow through",
  {
    timeout: 600_000,
  },
  () => {
    let flows = 0;
    for (const { seed, topology } of randomTopologies(meshes)) {
      const same = mixed(() => topology, topology.brokers.keys());
      expect({ seed, ...same }).toEqual({ seed, ...topology });
      expect([...same.brokers.keys()]).toEqual([...topology.brokers.keys()]);
      const judge = deliveries(same);
      for (const flow of same.flows)
        expect({ seed, ...wayOfFlow(flow, judge) }).toEqual({ seed, path: flow.path });
      flows += topology.flows.length;
    }
    expect(flows).toBeGreaterThan(meshes);
  },
);
