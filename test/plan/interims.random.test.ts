import { expect, test } from "vitest";
import { cutFlows, flowKey, lastingFlows } from "../../compiler/plan/cut-flows.ts";
import { deliveries } from "../../compiler/plan/delivery.ts";
import { expand } from "../../compiler/plan/expand.ts";
import { interims } from "../../compiler/plan/interims.ts";
import { meanwhile } from "../../compiler/plan/meanwhile.ts";
import { refusedCircles } from "../../compiler/plan/refused-circles.ts";
import { today } from "../harness/analyze-text.ts";
import { spreads } from "./flood.ts";
import { randomPairs } from "./random-pairs.ts";

/** The long suite "random-plans" asks for ten times as many. */
const pairs = Number(process.env["PLAN_INTERIMS"] ?? 60);

test(
  "between waves nothing circles, and what is told as cut is what does not arrive",
  { timeout: 900_000 },
  () => {
    const counts = { pairs: 0, interims: 0, between: 0, judged: 0, cut: 0, told: 0, exposed: 0 };
    for (const { seed, before, wanted } of randomPairs(pairs)) {
      const expanded = expand(before, wanted);
      const all = interims(before, expanded, wanted);
      expect({ seed, circles: refusedCircles(all) }).toEqual({ seed, circles: [] });
      const flows = lastingFlows(before, wanted);
      for (const { after, topology } of all) {
        const cut = new Set(cutFlows(flows, deliveries(topology)).map(({ flow }) => flowKey(flow)));
        counts.interims += 1;
        if (topology !== before && topology !== wanted) counts.between += 1;
        for (const flow of flows) {
          const is = { seed, after, flow: flowKey(flow), arrives: spreads(topology, flow) };
          expect(is).toEqual({ ...is, arrives: !cut.has(flowKey(flow)) });
          counts.judged += 1;
        }
        counts.cut += cut.size;
      }
      const told = meanwhile(all, before, wanted, today);
      counts.told += told.length;
      counts.exposed += told.filter(({ kind }) => kind === "exposed").length;
      counts.pairs += 1;
    }
    expect(counts.between).toBeGreaterThan(pairs / 3);
    expect(counts.cut).toBeGreaterThan(pairs / 15);
  },
);
