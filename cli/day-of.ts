import { UsageError } from "./usage-error.ts";

/** The day that `--today` names, else the day of this run in UTC, as `YYYY-MM-DD`. */
export function dayOf(given: string | undefined): string {
  if (given === undefined) return new Date().toISOString().slice(0, 10);
  if (!isDay(given)) throw new UsageError(`"${given}" is not a day; write it like 2026-11-30`);
  return given;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(text);
  // The parser takes the 31st of February for a day in March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
