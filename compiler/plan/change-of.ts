import { compare } from "../model/compare.ts";
import { weakestOf, worstOf } from "../model/effect.ts";
import { type Difference, entryOf } from "./differences.ts";
import type { Happening } from "./happening.ts";
import { withRepeats } from "./may-come-twice.ts";
import type { Order } from "./order.ts";
import type { Action, Change } from "./plan.ts";
import { reasonFor } from "./reason.ts";
import type { Touched, TouchedBy } from "./touched.ts";

/** Labels of which another word means another thing of the same name. */
const identity: Readonly<Record<string, readonly string[]>> = {
  broker: ["engine", "environment", "platform"],
  link: ["kind", "dialed by"],
  domain: ["home"],
  application: ["environment"],
};

/** The change of one entry under its key, with what is done for it; what differs is said as `inNames` gives it. */
export function changeOf(
  difference: Difference,
  done: readonly Happening[],
  order: Order,
  touched: TouchedBy,
  inNames: (difference: Difference) => Difference = (one) => one,
): Change {
  const { environment, kind, name, brokers } = entryOf(difference);
  const effect = worstOf(done.map((one) => one.effect));
  const action = actionOf(difference);
  const { repeats, ...all } = together([
    touched(entryOf(difference), effect),
    ...restarted(difference, done, touched),
  ]);
  return {
    environment,
    kind,
    name,
    action,
    effect,
    basis: weakestOf(done.map((one) => one.basis)),
    wave:
      waveOf(action === "remove" || (action === "replace" && kind === "application"), done, order) ??
      Math.max(1, ...brokers.map((broker) => order.of.get(broker) ?? 1)),
    reason: withRepeats(reasonFor(inNames(difference), done), { ...(repeats && { repeats }) }),
    ...all,
  };
}

/** What is touched at brokers that are started anew for an entry, such as hubs that have to know of servers of another one. */
function restarted(
  difference: Difference,
  done: readonly Happening[],
  touched: TouchedBy,
): readonly Touched[] {
  const { kind, name, environment } = entryOf(difference);
  const brokers = new Set(done.flatMap(({ restarts, broker }) => (restarts ? [broker] : [])));
  if (kind === "broker") brokers.delete(name);
  return [...brokers].map((broker) => {
    const here = done.filter((one) => one.restarts && one.broker === broker).map(({ effect }) => effect);
    return touched({ kind: "file", name: broker, environment, facets: [], brokers: [broker] }, worstOf(here));
  });
}

function together(all: readonly Touched[]): Touched {
  const [first = { flows: [], applications: [] }, ...others] = all;
  if (others.length === 0) return first;
  const joined = (of: (one: Touched) => readonly string[]) => [...new Set(all.flatMap(of))].toSorted(compare);
  return {
    flows: joined(({ flows }) => flows),
    applications: joined(({ applications }) => applications),
    ...(all.some(({ repeats }) => repeats) && { repeats: true }),
  };
}

function actionOf({ before, after, facets }: Difference): Action {
  if (!before) return "add";
  if (!after) return "remove";
  const own = identity[after.kind] ?? [];
  const isOther = facets.some((facet) => own.includes(facet.label) && facet.before && facet.after);
  return isOther ? "replace" : "change";
}

/**
 * What is taken away is away after the last thing that is done for it, and so is an application from where it was; all else
 * is there before the tidying up.
 */
function waveOf(isTaken: boolean, done: readonly Happening[], { last }: Order): number | undefined {
  const all = done.map(({ wave }) => wave);
  const own = all.filter((wave) => wave <= last);
  const counted = isTaken || own.length === 0 ? all : own;
  return counted.length === 0 ? undefined : Math.max(...counted);
}
