/** What must hold, as ratios to an empty Node program unless said otherwise. */
export const budgets = {
  validateQuickstart: 1.6,
  compile: new Map([
    [100, 7],
    [1000, 30],
    [10000, 170],
  ]),
  /** Compile of 10,000 brokers to compile of 1,000. */
  growth: 11,
  unchanged: 6,
  /** 1,000 plants from one `each`, and compile of 2,000 of them to compile of 1,000. */
  plants: { validate: 30, compile: 50, growth: 2.3 },
  /** `plan` of quickstart, and of 1,000 brokers of which retention and share of a domain with 100 flows changed. */
  plan: { quickstart: 1.9, brokers: 35 },
  /** MiB. */
  peakMemory: new Map([
    [1000, 250],
    [10000, 1200],
  ]),
  /** Stored flows, as ratios to the same mesh written by hand: throughput at least, latency at most. */
  stored: { throughput: 0.9, latency: 1.1 },
  /** Links beside links written by hand: processor time of an event at most, of all processes together. */
  links: { processorTime: 1.1 },
};
