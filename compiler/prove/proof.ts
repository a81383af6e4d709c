import type { Reporter } from "../diagnostics/reporter.ts";
import type { LinkGraph } from "../model/route.ts";
import type { Flow, Topology } from "../model/topology.ts";
import { mayStep, whyNotCarried } from "./carries.ts";
import { type Crossing, crossings } from "./crossings.ts";
import { firstKeepers, type FirstKeepers } from "./first-keepers.ts";
import { heaviestWay } from "./heaviest-way.ts";
import { type Publication, publicationsOf } from "./publications.ts";
import { type Reading, readingsOf } from "./readings.ts";

/** What is carried through the mesh: to a subscriber, to where it is stored, or from there to who may read it. */
export type Carried = Flow | Publication | Reading;

/** What the proofs about ways have in common. */
export interface Proof {
  readonly topology: Topology;
  readonly report: Reporter;
  /** `YYYY-MM-DD`; decides about exceptions only. */
  readonly today: string;
  readonly firstKeepers: FirstKeepers;
  /** What is published of stored events. */
  readonly publications: readonly Publication[];
  /** What is read from streams and is of no flow. */
  readonly readings: readonly Reading[];
  /**
   * All ways of a flow over all choices of targets, whether or not they may carry its event: of each of its legs.
   * A flow that is read from a stream has two, to the stream's home and from it.
   */
  legs(flow: Carried): readonly (readonly Crossing[])[];
  /**
   * The way of a flow that may carry its event and weighs most, over all choices of targets. Where two legs climb
   * from one broker the heaviest way on is the same for both, so that they never need two choices at once.
   */
  heaviestWay(flow: Carried, weightOf: (broker: string) => number): readonly string[] | undefined;
}

/** A proof about a mesh without circles. */
export function createProof(
  topology: Topology,
  graph: LinkGraph,
  ranks: ReadonlyMap<string, number>,
  today: string,
  report: Reporter,
): Proof {
  // Without standby targets there is one way only, and it is known.
  const isFixed = topology.links.every((link) => link.standby.length === 0);
  const legsOf = (flow: Carried) => endsOfLegs(flow).map(([from, to]) => crossings(graph, ranks, from, to));
  return {
    topology,
    report,
    today,
    firstKeepers: firstKeepers(topology, graph),
    publications: publicationsOf(topology, graph),
    readings: readingsOf(topology, graph),
    legs: legsOf,
    heaviestWay(flow, weightOf) {
      const may = (from: string, to: string) => mayStep(topology, flow.event, from, to);
      if (isFixed)
        return whyNotCarried(topology, flow.event, flow.path) === undefined ? flow.path : undefined;
      const ways = legsOf(flow).map((leg) => heaviestWay(leg, may, weightOf));
      return ways.reduce((before, way) => before && way && [...before, ...way.slice(1)]);
    },
  };
}

function endsOfLegs(carried: Carried): readonly (readonly [string, string])[] {
  const { from } = carried;
  if ("home" in carried) return [[from, carried.home]];
  if (!("publisher" in carried)) return [[from, carried.to]];
  const { to, stored } = carried;
  return stored ? [[from, stored.home] as const, [stored.home, to] as const] : [[from, to] as const];
}
