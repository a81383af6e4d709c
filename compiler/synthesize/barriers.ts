import type { Broker, Event, LinkDeclaration, Mesh } from "../model/mesh.ts";
import { calledIn, eventIdIn } from "../model/names.ts";
import { residencyAllows } from "../model/residency.ts";
import type { LinkGraph } from "../model/route.ts";
import { mayCross } from "./link-grants.ts";

/** Tells of a broker what keeps one of the events from it, or from a broker that it climbs to, if anything does. */
export function barriers(
  events: readonly Event[],
  mesh: Mesh,
  graph: LinkGraph,
  declarations: ReadonlyMap<string, LinkDeclaration>,
): (broker: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  const look = (name: string): string | undefined => {
    if (known.has(name)) return known.get(name);
    // Where the climb comes back to here, which is refused later, this says nothing more.
    known.set(name, undefined);
    const steps = (graph.dialed.get(name) ?? []).flatMap((link) => [link.to, ...link.standby]);
    const why =
      whyNotThere(events, mesh, mesh.brokers.get(name)) ??
      firstOf(steps, (target) => whyNotAcross(events, mesh, name, target, declarations) ?? look(target));
    known.set(name, why);
    return why;
  };
  return look;
}

function whyNotThere(events: readonly Event[], mesh: Mesh, broker: Broker | undefined): string | undefined {
  const stranger = broker && events.find((event) => !residencyAllows(event, broker.environment));
  return (
    stranger && `"${calledEvent(mesh, stranger)}" may not be in environment "${broker.environment.name}"`
  );
}

function whyNotAcross(
  events: readonly Event[],
  mesh: Mesh,
  from: string,
  target: string,
  declarations: ReadonlyMap<string, LinkDeclaration>,
): string | undefined {
  const kept = events.find((event) => !mayCross(mesh, event, from, target, declarations));
  const called = (broker: string) => calledIn(mesh, "brokers", broker);
  return (
    kept &&
    `"${calledEvent(mesh, kept)}" may not cross the link from "${called(from)}" to "${called(target)}"`
  );
}

function calledEvent({ names }: Mesh, { domain, name }: Event): string {
  return names ? eventIdIn(names, domain, name) : `${domain}.${name}`;
}

function firstOf<T, R>(values: readonly T[], find: (value: T) => R | undefined): R | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
