import type { RunFlow } from "./counted-run.ts";
import type { RunResult } from "./disturbed-run.ts";

/** A disturbance and a kind of flow, each figure that of the worst run. Durations in milliseconds. */
export interface SummaryRow {
  readonly disturbance: string;
  readonly kind: string;
  /** The fewest that any run published to one reader. */
  readonly published: number;
  readonly lost: number;
  readonly duplicates: number;
  readonly longestPause: number;
  readonly longestDelay: number;
  readonly drained: number;
}

/** One row for each disturbance and kind, in the order of the runs. */
export function summaryOf(runs: readonly RunResult[]): readonly SummaryRow[] {
  const rows = new Map<string, SummaryRow>();
  for (const run of runs) {
    for (const [kind, flows] of groupedBy(run.flows, ({ kind: { name } }) => name)) {
      const row = rowOf(run, kind, flows);
      const key = `${row.disturbance}\n${kind}`;
      const known = rows.get(key);
      rows.set(key, known ? worse(known, row) : row);
    }
  }
  return [...rows.values()];
}

/** A line for people about one run. */
export function runLine(run: RunResult, faults: readonly string[]): string {
  const rows = summaryOf([run]);
  const most = (key: "lost" | "duplicates" | "longestPause") => Math.max(...rows.map((row) => row[key]));
  const figures = [
    `lost ${most("lost")}`,
    `duplicates ${most("duplicates")}`,
    `pause ${seconds(most("longestPause"))}`,
    `drained in ${seconds(run.drained)}`,
  ];
  const verdict = faults.length === 0 ? "ok" : `FAILED ${faults.join("; ")}`;
  return `${run.disturbance}, ${run.variant}: ${figures.join(", ")}: ${verdict}`;
}

/** All rows for people. */
export function summaryTable(rows: readonly SummaryRow[]): string {
  return rows
    .map(({ disturbance, kind, published, lost, duplicates, longestPause, longestDelay }) =>
      [
        disturbance.padEnd(28),
        kind.padEnd(46),
        String(published).padStart(7),
        String(lost).padStart(6),
        String(duplicates).padStart(6),
        seconds(longestPause).padStart(8),
        seconds(longestDelay).padStart(8),
      ].join(" "),
    )
    .join("\n");
}

/** Readers of a kind are not added up: the worst one of them counts. */
function rowOf(run: RunResult, kind: string, flows: readonly RunFlow[]): SummaryRow {
  const readers = [...groupedBy(flows, ({ reader }) => reader).values()].map((own) => ({
    disturbance: run.disturbance,
    kind,
    published: sum(own, "published"),
    lost: sum(own, "lost"),
    duplicates: sum(own, "duplicates"),
    longestPause: Math.max(...own.map(({ longestPause }) => Math.round(longestPause))),
    longestDelay: Math.max(...own.map(({ longestDelay }) => Math.round(longestDelay))),
    drained: Math.round(run.drained),
  }));
  return readers.reduce(worse);
}

function groupedBy(
  flows: readonly RunFlow[],
  keyOf: (flow: RunFlow) => string,
): ReadonlyMap<string, readonly RunFlow[]> {
  const groups = new Map<string, RunFlow[]>();
  for (const flow of flows) groups.set(keyOf(flow), [...(groups.get(keyOf(flow)) ?? []), flow]);
  return groups;
}

function worse(a: SummaryRow, b: SummaryRow): SummaryRow {
  return {
    ...a,
    published: Math.min(a.published, b.published),
    lost: Math.max(a.lost, b.lost),
    duplicates: Math.max(a.duplicates, b.duplicates),
    longestPause: Math.max(a.longestPause, b.longestPause),
    longestDelay: Math.max(a.longestDelay, b.longestDelay),
    drained: Math.max(a.drained, b.drained),
  };
}

function sum(flows: readonly RunFlow[], key: "published" | "lost" | "duplicates"): number {
  return flows.reduce((total, flow) => total + flow[key], 0);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
