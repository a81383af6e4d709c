import { expect, test } from "vitest";
import { cutFlows, wayOfFlow } from "../../compiler/plan/cut-flows.ts";
import { deliveries } from "../../compiler/plan/delivery.ts";
import { randomTopologies } from "./random-pairs.ts";

test(
  "rights let every flow of a proven mesh through, on the way that it was proven for",
  { timeout: 120_000 },
  () => {
    for (const { seed, topology } of randomTopologies(200)) {
      const judge = deliveries(topology);
      const cut = cutFlows(topology.flows, judge).map(({ flow, why }) => [
        flow.event.name,
        flow.from,
        flow.to,
        why,
      ]);
      expect({ seed, cut }).toEqual({ seed, cut: [] });
      for (const flow of topology.flows) expect(wayOfFlow(flow, judge)).toEqual({ path: flow.path });
    }
  },
);
