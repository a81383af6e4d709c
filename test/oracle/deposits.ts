import type { Use } from "./uses.ts";
import type { DecidedStream, Finding } from "./verdict.ts";

/** The way of what is published of a stored event to its home for one choice of targets; `undefined` where it has none. */
export interface Deposit {
  readonly event: string;
  readonly publisher: string;
  /** The broker that the publisher is at. */
  readonly from: string;
  readonly home: string;
  readonly path: readonly string[] | undefined;
}

/** Where an event is at home that is stored and has a home. */
export function homeOf(streams: readonly DecidedStream[], event: string): string | undefined {
  return streams.find(({ events }) => events.includes(event))?.home;
}

/** Everything stored that is published, at each place of its publisher, with or without readers. */
export function depositsOf(uses: ReadonlyMap<string, Use>, streams: readonly DecidedStream[]) {
  return [...uses].flatMap(([publisher, { publish, places }]) =>
    [...publish.keys()].flatMap((event) => {
      const home = homeOf(streams, event);
      return home === undefined ? [] : places.map((from) => ({ event, publisher, from, home }));
    }),
  );
}

/** Says of a way to a home that there is none. */
export function describeDeposit(category: "unreachable" | "notStored") {
  return ({ event, publisher, home }: Deposit): Finding => ({ category, names: [event, publisher, home] });
}
