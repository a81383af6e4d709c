/** Nanoseconds of each unit that Go prints durations in (`time.Duration.String`). */
const units: ReadonlyMap<string, number> = new Map([
  ["h", 3_600e9],
  ["m", 60e9],
  ["s", 1e9],
  ["ms", 1e6],
  ["µs", 1e3],
  ["ns", 1],
]);

const part = /(\d+(?:\.\d+)?)(h|ms|m|µs|ns|s)/g;

/** Milliseconds of a duration as Go prints it, such as `1m3.2s`; `undefined` where it is none. */
export function millisecondsOf(duration: string): number | undefined {
  const parts = [...duration.matchAll(part)];
  if (parts.length === 0 || parts.map(([text]) => text).join("") !== duration) return undefined;
  return parts.reduce((sum, [, number, unit = ""]) => sum + Number(number) * (units.get(unit) ?? 0), 0) / 1e6;
}
