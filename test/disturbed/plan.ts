/** How long and how hard a run is. Durations in milliseconds. */
export interface Plan {
  /** Events a second over all publishers together. */
  readonly rate: number;
  /** For how long is published. */
  readonly publishing: number;
  /** How long it goes undisturbed before. */
  readonly before: number;
  /** How long the disturbance lasts: a link is cut, an instance away. */
  readonly cut: number;
  /** How long is waited for what is still missing once nobody publishes any more. */
  readonly drain: number;
  /** For how long nothing may have arrived before what has arrived is taken for all. */
  readonly quiet: number;
}

/** What the long suite runs. */
export const fullPlan: Plan = {
  rate: 500,
  publishing: 60_000,
  before: 15_000,
  cut: 10_000,
  drain: 60_000,
  quiet: 3_000,
};

/** Long enough to show that the runs work. */
export const smokePlan: Plan = {
  rate: 200,
  publishing: 3_000,
  before: 700,
  cut: 1_000,
  drain: 40_000,
  quiet: 500,
};

/** At-most-once: how long after a disturbance events may still be lost. */
export const recovery = 15_000;
