import type { PlainEvent } from "./topics.ts";
import { policyFindings } from "./policies.ts";
import type { Rules, Targets } from "./propagate.ts";
import { allTargets, openRules, propagate } from "./propagate.ts";
import type { Catalog, Touched, Use } from "./uses.ts";
import { mayBeIn } from "./uses.ts";
import type { DecidedFlow, Finding } from "./verdict.ts";
import type { Wiring } from "./wiring.ts";
import { entryAbout } from "./wiring.ts";

/** An event's way between two applications for one choice of targets; `undefined` where it has none. */
export interface Journey extends Omit<DecidedFlow, "path"> {
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
export function proveFlows(catalog: Catalog, uses: ReadonlyMap<string, Use>, wiring: Wiring) {
  const pairs = flowPairs(uses);
  const journeys = allTargets(wiring).map((targets) => journeysFor(catalog, wiring, targets, pairs));
  const [active = [], ...standby] = journeys;
  const flows = active.map((journey) => ({ ...journey, path: journey.path ?? [] }));
  const findings = active.filter((journey) => !journey.path).map(describe("unreachable"));
  const cut = standby.flatMap((choice) => choice.filter((journey, at) => !journey.path && active[at]?.path));
  const policies = policyFindings(catalog, uses, journeys.flat());
  return {
    flows,
    errors: [...findings, ...policies.errors],
    warnings: [...cut.map(describe("unreachable")), ...policies.warnings],
  };
}

function describe(category: "unreachable") {
  return ({ event, publisher, subscriber }: Journey): Finding => ({
    category,
    names: [event, publisher, subscriber],
  });
}

type Pair = Omit<DecidedFlow, "path">;

function flowPairs(uses: ReadonlyMap<string, Use>): readonly Pair[] {
  const pairs: Pair[] = [];
  for (const [publisher, { publish }] of uses) {
    for (const [event, sent] of publish) {
      for (const [subscriber, { subscribe }] of uses) {
        if (meets(sent, subscribe, event)) pairs.push({ event, publisher, subscriber });
      }
    }
  }
  return pairs;
}

function meets(sent: ReadonlySet<string>, subscribe: Touched, event: string): boolean {
  const heard = subscribe.get(event);
  return heard !== undefined && [...sent].some((topic) => heard.has(topic));
}

function journeysFor(
  catalog: Catalog,
  wiring: Wiring,
  targets: Targets,
  pairs: readonly Pair[],
): readonly Journey[] {
  const { mesh } = catalog;
  const known = new Map<string, ReturnType<typeof propagate>>();
  return pairs.map((pair) => {
    const origin = mesh.applications[pair.publisher]?.broker ?? "";
    const goal = mesh.applications[pair.subscriber]?.broker ?? "";
    const key = `${pair.event} ${origin}`;
    const reached = known.get(key) ?? propagate(wiring, targets, origin, rulesFor(catalog, pair.event));
    known.set(key, reached);
    return { ...pair, path: reached.get(goal)?.[0]?.path };
  });
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
