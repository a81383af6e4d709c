import type { AbstractMesh } from "./abstract-mesh.ts";
import { mayBeAt, mayCross } from "./crossing.ts";
import { namedPlaces } from "./named-places.ts";
import type { Targets } from "./propagate.ts";
import { allTargets } from "./propagate.ts";
import type { PlainEvent } from "./topics.ts";
import { engineOf, isListed, protocolOf, spoken } from "./unlike-engines.ts";
import type { Catalog, Use } from "./uses.ts";
import type { Finding } from "./verdict.ts";
import type { Wiring } from "./wiring.ts";

/** Brokers that one application names more than once. */
export function repeatedPlaces({ applications }: AbstractMesh): readonly Finding[] {
  return Object.values(applications).flatMap((application) => {
    const names = namedPlaces(application);
    const again = names.filter((name, index) => names.indexOf(name) !== index);
    return again.map((name): Finding => ({ category: "namedTwice", names: [name] }));
  });
}

/**
 * What each application does with where it is, as far as that was not said: one that may attach anywhere is at every
 * broker that speaks its protocol where all of its events may be, if each may go on from there over every link on every way up;
 * where it publishes, none of those may be a bridge, which could carry what it publishes on both sides both ways.
 */
export function decidePlaces(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  wiring: Wiring,
): { readonly uses: ReadonlyMap<string, Use>; readonly findings: readonly Finding[] } {
  const { applications, brokers } = catalog.mesh;
  const findings: Finding[] = [];
  const placed = new Map(uses);
  for (const [name, use] of uses) {
    if (applications[name]?.broker !== "any") continue;
    const own = catalog.events.filter(({ id }) => use.publish.has(id) || use.subscribe.has(id));
    const speaks = (broker: string) =>
      spoken[engineOf(catalog.mesh, broker)].includes(protocolOf(catalog.mesh, name));
    const places = Object.keys(brokers)
      .filter((broker) => speaks(broker) && isOpenAbove(catalog, wiring, own, broker))
      .filter((broker) => use.publish.size === 0 || !isBehindBridge(wiring, broker));
    if (places.length === 0) findings.push({ category: "nowhere", names: [name] });
    placed.set(name, { ...use, places });
  }
  return { uses: placed, findings };
}

/** Whether each of some events may be at a broker, and go on from there over every link on every way up. */
export function isOpenAbove(
  { mesh }: Catalog,
  wiring: Wiring,
  events: readonly PlainEvent[],
  broker: string,
): boolean {
  return allTargets(wiring).every((targets) =>
    stepsUp(wiring, targets, broker).every(([from, to]) =>
      events.every((event) => (from === to ? mayBeAt(mesh, event, to) : mayCross(mesh, event, from, to))),
    ),
  );
}

/** Whether a bridge is on some way up from a broker. */
function isBehindBridge(wiring: Wiring, broker: string): boolean {
  const bridged = wiring.leaves.filter(({ kind }) => isListed(kind)).map(({ dialer }) => dialer);
  return allTargets(wiring).some((targets) =>
    stepsUp(wiring, targets, broker).some(([from, to]) => from !== to && bridged.includes(from)),
  );
}

type Step = readonly [from: string, to: string];

/** Every step from a broker up while the leaf connections are on some targets, and first the one of being there. */
function stepsUp({ leaves }: Wiring, targets: Targets, broker: string): readonly Step[] {
  const steps: Step[] = [[broker, broker]];
  for (const [, at] of steps) {
    for (const [index, { dialer }] of leaves.entries()) {
      const to = targets[index] ?? "";
      const isKnown = steps.some(([from, known]) => from === at && known === to);
      if (dialer === at && !isKnown) steps.push([at, to]);
    }
  }
  return steps;
}
