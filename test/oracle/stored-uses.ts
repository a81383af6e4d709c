import { isStored } from "./stored-terms.ts";
import type { Catalog, Use } from "./uses.ts";
import { mayBeIn } from "./uses.ts";
import type { DecidedDurable, DecidedUse } from "./verdict.ts";
import type { Wiring } from "./wiring.ts";
import { below, letsThrough } from "./wiring.ts";

/** One thing that an application does with stored events: it publishes one, or reads some by a durable. */
interface Deed {
  readonly application: string;
  readonly events: readonly string[];
  /** `stream name`; absent where it publishes. */
  readonly durable?: string;
}

/** What each application, and each leaf connection at each of its targets, does with stored events. */
export function decideStoredUses(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  wiring: Wiring,
  durables: readonly DecidedDurable[],
): readonly DecidedUse[] {
  const { mesh } = catalog;
  const all = [...published(catalog, uses), ...read(durables)];
  const crosses = ({ events }: Deed, from: string, to: string) =>
    events.every((event) => mayCross(catalog, event, from, to));
  const decided: DecidedUse[] = [];
  for (const [name, { places }] of uses) {
    const own = all.filter(({ application }) => application === name);
    decided.push(...places.map((at) => useOfDeeds(`application.${name}`, at, own)));
  }
  for (const { name, dialer, targets } of wiring.leaves) {
    const comes = (deed: Deed) => {
      const dials = (broker: string) =>
        wiring.leaves.filter((leaf) => leaf.dialer === broker).flatMap((leaf) => leaf.targets);
      const reaching = (broker: string) => dials(broker).filter((to) => crosses(deed, broker, to));
      const places = below(dialer, reaching, Object.keys(mesh.brokers));
      return uses.get(deed.application)?.places.some((at) => places.includes(at)) ?? false;
    };
    const here = all.filter(comes);
    for (const target of targets) {
      const across = here.filter((deed) => crosses(deed, dialer, target));
      decided.push(useOfDeeds(`link.${name}`, target, across));
    }
  }
  return decided.filter(({ answered }) => answered.length > 0);
}

function published({ events }: Catalog, uses: ReadonlyMap<string, Use>): readonly Deed[] {
  const stored = events.filter(isStored).map(({ id }) => id);
  return [...uses].flatMap(([application, { publish }]) =>
    stored.filter((event) => publish.has(event)).map((event) => ({ application, events: [event] })),
  );
}

function read(durables: readonly DecidedDurable[]): readonly Deed[] {
  return durables.flatMap(({ name, stream, applications, events }) =>
    applications.map((application) => ({ application, events, durable: `${stream} ${name}` })),
  );
}

function mayCross({ mesh, events }: Catalog, id: string, from: string, to: string): boolean {
  const event = events.find((one) => one.id === id);
  if (!event) throw new Error(`no event ${id}`);
  const residencies = [from, to].map(
    (end) => mesh.environments[mesh.brokers[end]?.environment ?? ""]?.residency,
  );
  return letsThrough(mesh, from, to, event.domain) && residencies.every((end) => mayBeIn(event, end));
}

function useOfDeeds(identity: string, broker: string, deeds: readonly Deed[]): DecidedUse {
  const answered = new Set(deeds.map(({ application }) => application));
  const reads = new Set(deeds.flatMap(({ durable }) => durable ?? []));
  return { identity, broker, answered: [...answered].toSorted(), reads: [...reads].toSorted() };
}
