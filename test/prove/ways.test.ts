import * as fc from "fast-check";
import { expect, test } from "vitest";
import { activeClimb, join, type LinkGraph, linkGraph } from "../../compiler/model/route.ts";
import type { Link } from "../../compiler/model/topology.ts";
import { climbOrder } from "../../compiler/prove/climb-order.ts";
import { crossings } from "../../compiler/prove/crossings.ts";
import { heaviestWay } from "../../compiler/prove/heaviest-way.ts";
import { gateway, leafnode } from "../../targets/engines/nats/link-kinds.ts";

const hubs = ["h0", "h1"];

/** Trees of up to seven edges under two hubs, each edge with one to three targets above it. */
const links: fc.Arbitrary<readonly Link[]> = fc
  .array(fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), { maxLength: 7 })
  .map((edges) => [
    link("backbone", "h0", ["h1"], true),
    ...edges.map((picks, index) => {
      const above = [...hubs, ...edges.slice(0, index).map((_, other) => `e${other}`)];
      const targets = [...new Set(picks.map((pick) => above[pick % above.length] ?? "h0"))];
      return link(`e${index}.uplink`, `e${index}`, targets, false);
    }),
  ]);

test("the heaviest way is the heaviest of all ways over all choices of targets", () => {
  fc.assert(
    fc.property(
      links,
      fc.nat(),
      fc.nat(),
      fc.array(fc.nat(3), { minLength: 9, maxLength: 9 }),
      fc.nat(),
      (made, a, b, weights, barred) => {
        const names = [...hubs, ...made.slice(1).map(({ from }) => from)];
        const [from, to] = [names[a % names.length] ?? "h0", names[b % names.length] ?? "h0"];
        const weightOf = (broker: string) => weights[names.indexOf(broker)] ?? 0;
        const closed = names[barred % (2 * names.length)];
        const mayStep = (left: string, right: string) => left !== closed && right !== closed;
        const ways = everyWay(made, from, to).filter(
          (way) => way.length === 1 || way.every((broker) => broker !== closed),
        );
        const weigh = (way: readonly string[]) => way.reduce((sum, broker) => sum + weightOf(broker), 0);
        const graph = linkGraph(made);
        const found = heaviestWay(crossings(graph, ranksOf(graph), from, to), mayStep, weightOf);
        expect(found && weigh(found)).toBe(ways.length > 0 ? Math.max(...ways.map(weigh)) : undefined);
        if (found) expect(ways.map(String)).toContain(String(found));
      },
    ),
    { numRuns: 2_000 },
  );
});

test("ranks fall with every step, or there is a circle that is one", () => {
  const anyLinks = fc
    .array(fc.tuple(fc.nat(5), fc.nat(5), fc.nat(5)), { maxLength: 6 })
    .map((list) =>
      list.map(([from, to, standby]) => link(`l${from}`, `e${from}`, [`e${to}`, `e${standby}`], false)),
    );
  fc.assert(
    fc.property(anyLinks, (made) => {
      const graph = linkGraph(made);
      const order = climbOrder(graph);
      if (order.circle) {
        for (const [index, { target }] of order.circle.entries()) {
          expect(order.circle[(index + 1) % order.circle.length]?.link.from).toBe(target);
        }
        return;
      }
      for (const { from, to, standby } of made) {
        for (const target of [to, ...standby]) {
          expect(order.ranks.get(target) ?? -1).toBeLessThan(order.ranks.get(from) ?? -1);
        }
      }
    }),
    { numRuns: 2_000 },
  );
});

test("a chain of edges may be long and its choices many", () => {
  const rungs = Array.from({ length: 300 }, (_, index) => index);
  const ladder = rungs.flatMap((rung) =>
    ["a", "b"].map((side) => {
      const above = rung === 0 ? hubs : [`a${rung - 1}`, `b${rung - 1}`];
      return link(`${side}${rung}`, `${side}${rung}`, above, false);
    }),
  );
  const graph = linkGraph([link("backbone", "h0", ["h1"], true), ...ladder]);
  const found = crossings(graph, ranksOf(graph), "a299", "b299");
  expect(
    heaviestWay(
      found,
      () => true,
      () => 1,
    ),
  ).toHaveLength(602);
});

function ranksOf(graph: LinkGraph): ReadonlyMap<string, number> {
  const order = climbOrder(graph);
  if (order.circle) throw new Error("the links of this test have a circle");
  return order.ranks;
}

/** Every way between two brokers, found by trying every choice of targets. */
function everyWay(made: readonly Link[], from: string, to: string): readonly (readonly string[])[] {
  let choices: readonly (readonly Link[])[] = [[]];
  for (const one of made) {
    const chosen = [one.to, ...one.standby].map((target) => ({ ...one, to: target, standby: [] }));
    choices = choices.flatMap((choice) => chosen.map((link) => [...choice, link]));
  }
  return choices.flatMap((choice) => {
    const graph = linkGraph(choice);
    const way = join(graph, activeClimb(graph, from), activeClimb(graph, to));
    return way ? [way] : [];
  });
}

function link(
  name: string,
  from: string,
  [to = "", ...standby]: readonly string[],
  isBackbone: boolean,
): Link {
  return { name, kind: isBackbone ? gateway : leafnode, from, to, standby, why: "a test wants it" };
}
