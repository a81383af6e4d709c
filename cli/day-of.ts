import { UsageError } from "./usage-error.ts";

/** The day that `--today` names, else the day of this run in UTC, as `YYYY-MM-DD`. */
export function dayOf(given: string | undefined): string {
  if (given === undefined) return new Date().toISOString().slice(0, 10);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(Date.parse(given));
  if (!isDay) throw new UsageError(`"${given}" is not a day; write it like 2026-11-30`);
  return given;
}
