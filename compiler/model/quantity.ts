const factors: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["k", 1e3],
  ["M", 1e6],
  ["G", 1e9],
  ["T", 1e12],
  ["P", 1e15],
  ["Ki", 2 ** 10],
  ["Mi", 2 ** 20],
  ["Gi", 2 ** 30],
  ["Ti", 2 ** 40],
  ["Pi", 2 ** 50],
]);
const milliseconds: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

/** Bytes of a size as the schema accepts it, such as `512Mi`, `10G` or a number; part of a byte counts as one. */
export function bytesOf(quantity: string | number): number {
  if (typeof quantity === "number") return quantity;
  const [, digits = "0", unit = ""] = /^([0-9.]+)([A-Za-z]*)$/.exec(quantity) ?? [];
  return Math.ceil(Number(digits) * (factors.get(unit) ?? 1));
}

/** Events per second of a rate as the schema accepts it, such as `200/s` or `5/m`. */
export function perSecondOf(rate: string): number {
  const [count = "0", unit = "s"] = rate.split("/");
  return (Number(count) * 1_000) / (milliseconds.get(unit) ?? 1_000);
}

/** Milliseconds of a duration as the schema accepts it, such as `90s`, `1h30m` or `7d`. */
export function millisecondsOf(duration: string): number {
  let total = 0;
  for (const [, digits = "", unit = ""] of duration.matchAll(/(\d+)(ms|s|m|h|d)/g)) {
    total += Number(digits) * (milliseconds.get(unit) ?? 0);
  }
  return total;
}

/** A duration as the language writes it: `3d`, `1h30m`. */
export function printDuration(duration: number): string {
  const units = [...milliseconds].toReversed();
  let rest = Math.round(duration);
  let text = "";
  for (const [unit, length] of units) {
    const count = Math.floor(rest / length);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * length;
  }
  return text === "" ? "0s" : text;
}

/** A rate as the language writes it, by the unit that gives the least number which is not below one: `5/s`, `2/m`. */
export function printRate(perSecond: number): string {
  const units = [...milliseconds].filter(([unit]) => unit !== "ms");
  const unit = units.find(([, length]) => (perSecond * length) / 1_000 >= 1) ?? units[units.length - 1];
  const [name = "s", length = 1_000] = unit ?? [];
  return `${Number(((perSecond * length) / 1_000).toPrecision(3))}/${name}`;
}

/** Bytes in words, to three figures: `1.5 GiB`. */
export function printBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${Number((bytes / 2 ** (10 * step)).toPrecision(3))} ${units[step]}`;
}
