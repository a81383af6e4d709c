import { keptPlaces, unheardFindings } from "./kept.ts";
import { depositsOf, describeDeposit, homeOf } from "./deposits.ts";
import { readByDurable } from "./durables.ts";
import { describePerusal, readingsOf } from "./readings.ts";
import { overtakingFindings } from "./overtaking.ts";
import { policyFindings } from "./policies.ts";
import type { Rules, Targets } from "./propagate.ts";
import { allTargets, openRules, propagate } from "./propagate.ts";
import type { PlainEvent } from "./topics.ts";
import type { Catalog, Touched, Use } from "./uses.ts";
import { mayBeIn } from "./uses.ts";
import type { DecidedFlow, DecidedStorage, DecidedStream, Finding } from "./verdict.ts";
import type { Wiring } from "./wiring.ts";
import { entryAbout } from "./wiring.ts";

/** An event's way between two applications for one choice of targets; `undefined` where it has none. */
export interface Journey extends Pair {
  readonly path: readonly string[] | undefined;
}

/** Brokers that some event, published somewhere, reaches more than once or that it comes back to. */
export function loopFindings(wiring: Wiring, brokers: readonly string[]): readonly Finding[] {
  for (const targets of allTargets(wiring)) {
    const twice = brokers.filter((origin) =>
      [...propagate(wiring, targets, origin, openRules).values()].some((arrivals) => arrivals.length > 1),
    );
    if (twice.length > 0) return [{ category: "loop", names: twice }];
  }
  return [];
}

/** Follows every declared flow under every choice of targets and judges what happens. */
export function proveFlows(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  wiring: Wiring,
  stored: Pick<DecidedStorage, "streams" | "sources" | "mirrors" | "durables">,
) {
  const pairs = flowPairs(catalog, uses, wiring, stored.streams);
  const deposits = depositsOf(uses, stored.streams);
  const readings = readingsOf(uses, stored).filter(
    ({ event, subscriber, to }) =>
      !pairs.some((pair) => pair.event === event && pair.subscriber === subscriber && pair.to === to),
  );
  const choices = allTargets(wiring).map((targets) => wayFinder(catalog, wiring, targets));
  const journeys = choices.map((wayOf) => pairs.map((pair) => ({ ...pair, path: pathOf(wayOf, pair) })));
  const brought = choices.map((wayOf) =>
    deposits.map((deposit) => ({ ...deposit, path: wayOf(deposit.event, deposit.from, deposit.home) })),
  );
  const taken = choices.map((wayOf) =>
    readings.map((reading) => ({ ...reading, path: wayOf(reading.event, reading.home, reading.to) })),
  );
  const [active = [], ...standby] = journeys;
  const [deposited = [], ...onStandby] = brought;
  const [read = [], ...readOnStandby] = taken;
  const flows = active.map((journey) => ({ ...journey, path: journey.path ?? [] }));
  const findings = [
    ...active.filter((journey) => !journey.path).map(describe("unreachable")),
    ...deposited.filter((deposit) => !deposit.path).map(describeDeposit("notStored")),
    ...read.filter((reading) => !reading.path).map(describePerusal("outOfReach")),
    ...overtakingFindings(
      catalog,
      wiring,
      allTargets(wiring).map((targets, at) => ({ targets, ways: journeys[at] ?? [] })),
    ),
    ...unheardFindings(wiring, stored.sources, pairs, (event) => rulesFor(catalog, event)),
  ];
  const cut = standby.flatMap((choice) => choice.filter((journey, at) => !journey.path && active[at]?.path));
  const lost = onStandby.flatMap((choice) =>
    choice.filter((deposit, at) => !deposit.path && deposited[at]?.path),
  );
  const missed = readOnStandby.flatMap((choice) =>
    choice.filter((reading, at) => !reading.path && read[at]?.path),
  );
  const travels = { journeys: journeys.flat(), deposits: brought.flat(), kept: keptPlaces(stored) };
  const policies = policyFindings(catalog, uses, travels);
  return {
    flows,
    errors: [...findings, ...policies.errors],
    warnings: [
      ...cut.map(describe("unreachable")),
      ...lost.map(describeDeposit("unreachable")),
      ...missed.map(describePerusal("unreachable")),
      ...policies.warnings,
    ],
  };
}

function describe(category: "unreachable") {
  return ({ event, publisher, subscriber }: Journey): Finding => ({
    category,
    names: [event, publisher, subscriber],
  });
}

/** Two ends of a flow and the brokers that they are at, and where it is stored between them if it is read from there. */
interface Pair extends Omit<DecidedFlow, "path"> {
  readonly from: string;
  readonly to: string;
}

function flowPairs(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  { leaves }: Wiring,
  streams: readonly DecidedStream[],
): readonly Pair[] {
  const pairs: Pair[] = [];
  for (const [publisher, { publish, places }] of uses) {
    for (const [event, sent] of publish) {
      for (const [subscriber, use] of uses) {
        if (!meets(sent, use.subscribe, event)) continue;
        const isKept = readByDurable(catalog, subscriber, use).includes(event);
        const home = homeOf(streams, event);
        // To a broker that has stored events brought they come from their home, but for those that are published there.
        const isBrought = (from: string, to: string) =>
          from !== to && leaves.some(({ kind, dialer }) => kind === "connect" && dialer === to);
        for (const from of places) {
          for (const to of use.places) {
            const stored = home !== undefined && (isKept || isBrought(from, to)) && { home };
            pairs.push({ event, publisher, subscriber, from, to, ...stored });
          }
        }
      }
    }
  }
  return pairs;
}

function meets(sent: ReadonlySet<string>, subscribe: Touched, event: string): boolean {
  const heard = subscribe.get(event);
  return heard !== undefined && [...sent].some((topic) => heard.has(topic));
}

/** The way of an event from one broker to another for one choice of targets. */
type WayOf = (event: string, from: string, to: string) => readonly string[] | undefined;

function wayFinder(catalog: Catalog, wiring: Wiring, targets: Targets): WayOf {
  const known = new Map<string, ReturnType<typeof propagate>>();
  return (event, from, to) => {
    const key = `${event} ${from}`;
    const reached = known.get(key) ?? propagate(wiring, targets, from, rulesFor(catalog, event));
    known.set(key, reached);
    return reached.get(to)?.[0]?.path;
  };
}

/** To the subscriber; by way of its home where it is read from there. */
function pathOf(wayOf: WayOf, { event, from, to, home }: Pair) {
  if (home === undefined) return wayOf(event, from, to);
  const [there, back] = [wayOf(event, from, home), wayOf(event, home, to)];
  return there && back && [...there, ...back.slice(1)];
}

function rulesFor({ mesh, events }: Catalog, id: string): Rules {
  const event: PlainEvent | undefined = events.find((one) => one.id === id);
  if (!event) throw new Error(`no event ${id}`);
  return {
    mayEnter: (broker) =>
      mayBeIn(event, mesh.environments[mesh.brokers[broker]?.environment ?? ""]?.residency),
    mayCross: (from, to) => entryAbout(mesh, from, to)?.domains?.includes(event.domain) ?? true,
  };
}
