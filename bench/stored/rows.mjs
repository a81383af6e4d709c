import { budgets } from "../budgets.mjs";
import { median } from "../measure.mjs";

/** What is taken of each measurement: the figure, how it is called, and how many times the hand-written one's it may be. */
const figures = ({ processorTime }) => [
  {
    name: "events a second",
    of: ({ throughput }, mesh) => throughput[mesh].perSecond,
    atLeast: budgets.stored.throughput,
  },
  { name: "latency, ms", of: ({ latency }, mesh) => at(latency[mesh], 0.5), atMost: budgets.stored.latency },
  { name: "latency of 99 %, ms", of: ({ latency }, mesh) => at(latency[mesh], 0.99) },
  {
    name: "servers' processor time, us an event",
    of: ({ throughput }, mesh) => throughput[mesh].microseconds,
    atMost: processorTime,
  },
];

/**
 * The rows of the results: the medians of both meshes, their ratio, which is what counts, and that of each pair. `limits`
 * holds what else is bounded.
 */
export function rowsOf(pairs, limits = {}) {
  return [...pairs].flatMap(([flow, measured]) =>
    figures(limits).map((figure) => rowOf(flow, figure, measured)),
  );
}

function rowOf(flow, { name, of, atLeast, atMost }, pairs) {
  const meshc = median(pairs.map((pair) => of(pair, "meshc")));
  const byHand = median(pairs.map((pair) => of(pair, "byHand")));
  const ratios = pairs.map((pair) => of(pair, "meshc") / of(pair, "byHand"));
  const ratio = meshc / byHand;
  return {
    flow: flow.name,
    name,
    meshc,
    byHand,
    ratio,
    pairs: {
      median: median(ratios),
      min: Math.min(...ratios),
      max: Math.max(...ratios),
      runs: ratios.length,
    },
    ...(atLeast !== undefined && { atLeast, ok: ratio >= atLeast }),
    ...(atMost !== undefined && { atMost, ok: ratio <= atMost }),
  };
}

/** The value that this share of all is not above. */
function at(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
}
