import type { Effect } from "../../../compiler/model/effect.ts";

/** What a change was to cost, and what it did. */
export interface ChangeRow {
  readonly name: string;
  readonly worst: Effect;
  /** How many flows the plan names. */
  readonly named: number;
  /** Of the flows that there were before and after, from a second before the change to a second after it. */
  readonly sent: number;
  readonly lost: number;
  readonly twice: number;
  /** Stored events that the change deleted. */
  readonly deleted: number;
  /** Milliseconds that carrying it out took. */
  readonly took: number;
  readonly faults: readonly string[];
  /** What the plan says, and what was counted of single flows, for people. */
  readonly told: readonly string[];
}

/** A line for people, with more of them where something is not as it was planned. */
export function changeLine({ faults, told, ...row }: ChangeRow): string {
  const line = [
    row.name.padEnd(42),
    row.worst.padEnd(15),
    `${row.named} named`.padStart(9),
    `${row.sent} sent`.padStart(12),
    `${row.lost} lost`.padStart(10),
    `${row.twice} twice`.padStart(10),
    `${row.deleted} deleted`.padStart(13),
    `${(row.took / 1_000).toFixed(1)} s`.padStart(7),
  ].join(" ");
  const more = [...faults.map((fault) => `FAULT ${fault}`), ...(process.env["TRAFFIC_TOLD"] ? told : [])];
  return [line, ...more.map((words) => `    ${words}`)].join("\n");
}
