import { durationOf } from "./stored-terms.ts";
import type { Catalog } from "./uses.ts";
import type { DecidedStream, Finding } from "./verdict.ts";

/** Streams that keep one of their events for less time than edges may be cut off without losing it. */
export function offlineFindings({ events }: Catalog, streams: readonly DecidedStream[]): readonly Finding[] {
  const isTooBrief = ({ events: own, kept: { milliseconds = Infinity } }: DecidedStream) =>
    events.some(
      ({ id, offline }) => offline !== undefined && own.includes(id) && milliseconds < durationOf(offline),
    );
  return streams.filter(isTooBrief).map(({ name }) => ({ category: "tooBrief", names: [name] }));
}
