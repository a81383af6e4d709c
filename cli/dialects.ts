import type { Dialect, Engine } from "../compiler/target.ts";

/** The dialects of engines, by engine name. */
export function dialects(engines: readonly Engine[]): ReadonlyMap<string, Dialect> {
  return new Map(engines.map(({ name, dialect }) => [name, dialect]));
}
