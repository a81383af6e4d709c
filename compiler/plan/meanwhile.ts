import { compare } from "../model/compare.ts";
import { flowName } from "../model/flow-name.ts";
import type { Flow, Topology } from "../model/topology.ts";
import { type Breach, breaches } from "./breaches.ts";
import { type CutFlow, cutFlows, flowKey, lastingFlows } from "./cut-flows.ts";
import { deliveries } from "./delivery.ts";
import { type Exposure, exposures } from "./exposures.ts";
import type { Interim } from "./interims.ts";
import { type Lasting, lasting } from "./lasting.ts";
import type { Meanwhile } from "./plan.ts";

/**
 * What is so between two waves and in neither mesh: flows of both that do not arrive, applications that hear what neither
 * lets them, events where neither has them and what is wanted does not let them be. Each with the wave after which it
 * is so and the wave that ends it. `today` is `YYYY-MM-DD` and decides about exceptions of policies only.
 */
export function meanwhile(
  interims: readonly Interim[],
  before: Topology,
  held: Topology,
  today: string,
): readonly Meanwhile[] {
  const isBetween = ({ topology }: Interim) => topology !== before && topology !== held;
  if (!interims.some(isBetween)) return [];
  const flows = lastingFlows(before, held);
  const exposed = exposures(before, held);
  const broken = breaches(before, held, today);
  const judged = interims.map((interim) => {
    const { after, topology } = interim;
    if (!isBetween(interim)) return { after, cut: [], told: [] };
    const judge = deliveries(topology);
    const told = [...exposed(topology, judge).map(sayExposure), ...broken(topology, judge).map(sayBreach)];
    return { after, cut: cutFlows(flows, judge), told };
  });
  const cuts = lasting(
    judged.map(({ after, cut }) => ({ after, found: cut })),
    ({ flow }) => flowKey(flow),
  );
  const others = lasting(
    judged.map(({ after, told }) => ({ after, found: told })),
    (sentence) => sentence,
  );
  return [...cutTogether(cuts), ...others.map(exposedMeanwhile)].toSorted(byWave);
}

/** Flows that are cut for one reason and for as long are told together. */
function cutTogether(cuts: readonly Lasting<CutFlow>[]): readonly Meanwhile[] {
  const groups = new Map<string, { readonly first: Lasting<CutFlow>; readonly flows: Flow[] }>();
  for (const cut of cuts) {
    const key = `${cut.after} ${cut.until} ${cut.what.why}`;
    const group = groups.get(key) ?? { first: cut, flows: [] };
    groups.set(key, group);
    group.flows.push(cut.what.flow);
  }
  return [...groups.values()].map(({ first: { after, until, what }, flows }) => {
    const names = [...new Set(flows.map(flowName))].toSorted(compare);
    const which = names.length === 1 ? `"${names[0]}" is cut` : `${names.length} flows are cut`;
    return { after, until, kind: "cut", what: `${which}: ${what.why}`, flows: names };
  });
}

function exposedMeanwhile({ what, after, until }: Lasting<string>): Meanwhile {
  return { after, until, kind: "exposed", what, flows: [] };
}

function sayExposure({ application, event, publisher, broker }: Exposure): string {
  return `"${application}" hears "${event}" of "${publisher}" at "${broker}", which it may neither before nor after`;
}

function sayBreach({ event, broker, policy }: Breach): string {
  const why = policy === undefined ? "its residency does not let it" : `policy "${policy}" forbids it`;
  return `"${event}" is at "${broker}" on a way that it has neither before nor after, and ${why}`;
}

function byWave(a: Meanwhile, b: Meanwhile): number {
  return a.after - b.after || a.until - b.until || compare(a.kind, b.kind) || compare(a.what, b.what);
}
