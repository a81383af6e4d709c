import { homeOf } from "./deposits.ts";
import type { Use } from "./uses.ts";
import type { DecidedStorage, Finding } from "./verdict.ts";

/** The way of a stored event from its home to who may read it there for one choice of targets. */
export interface Perusal {
  readonly event: string;
  readonly subscriber: string;
  readonly home: string;
  /** The broker that the subscriber is at. */
  readonly to: string;
  readonly path: readonly string[] | undefined;
}

/** Everything that is read from a stream at home, at each place of its reader, with or without publishers. */
export function readingsOf(
  uses: ReadonlyMap<string, Use>,
  { streams, durables }: Pick<DecidedStorage, "streams" | "durables">,
) {
  return durables
    .filter(({ mirror }) => mirror === undefined)
    .flatMap(({ applications, events }) =>
      applications.flatMap((subscriber) =>
        events.flatMap((event) =>
          (uses.get(subscriber)?.places ?? []).map((to) => {
            return { event, subscriber, home: homeOf(streams, event) ?? "", to };
          }),
        ),
      ),
    );
}

/** Says of a way from a home that there is none. */
export function describePerusal(category: "unreachable" | "outOfReach") {
  return ({ event, subscriber, home }: Perusal): Finding => ({ category, names: [event, subscriber, home] });
}
