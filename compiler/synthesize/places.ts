import { nowhereToAttach } from "../diagnostics/codes/synthesize.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { sortedByName } from "../model/compare.ts";
import { eventsOf } from "../model/events-of.ts";
import type { Application, Broker, Event, LinkDeclaration, Mesh } from "../model/mesh.ts";
import { residencyAllows } from "../model/residency.ts";
import type { LinkGraph } from "../model/route.ts";
import type { Places } from "../model/topology.ts";
import { mayCross } from "./link-grants.ts";

const none: ReadonlyMap<string, string> = new Map();

/**
 * Where each application may attach. One that may attach anywhere is known wherever all of its events may be and may
 * cross every link on the way towards the hubs, whichever targets are active; one that may be nowhere is reported.
 */
export function synthesizePlaces(
  mesh: Mesh,
  graph: LinkGraph,
  declarations: ReadonlyMap<string, LinkDeclaration>,
  report: Reporter,
): ReadonlyMap<string, Places> {
  const places = new Map<string, Places>();
  for (const application of mesh.applications.values()) {
    const { name, brokers } = application;
    const at =
      brokers === "any" ? anywhere(application, mesh, graph, declarations) : { brokers, others: none };
    places.set(name, at);
    if (at.brokers.length > 0 || mesh.brokers.size === 0) continue;
    const others = [...at.others];
    report.report(nowhereToAttach, { application: name, others }, { path: ["applications", name, "broker"] });
  }
  return places;
}

function anywhere(
  { publish, subscribe }: Application,
  mesh: Mesh,
  graph: LinkGraph,
  declarations: ReadonlyMap<string, LinkDeclaration>,
): Places {
  const events = [...eventsOf([...publish, ...subscribe])];
  const whyNot = barriers(events, mesh, graph, declarations);
  const brokers: Broker[] = [];
  const others = new Map<string, string>();
  for (const broker of sortedByName(mesh.brokers.values())) {
    const why = whyNot(broker.name);
    if (why === undefined) brokers.push(broker);
    else others.set(broker.name, why);
  }
  return { brokers, others };
}

/** Tells of a broker what keeps one of the events from it, or from a broker that it climbs to, if anything does. */
function barriers(
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
      whyNotThere(events, mesh.brokers.get(name)) ??
      firstOf(steps, (target) => whyNotAcross(events, mesh, name, target, declarations) ?? look(target));
    known.set(name, why);
    return why;
  };
  return look;
}

function whyNotThere(events: readonly Event[], broker: Broker | undefined): string | undefined {
  const stranger = broker && events.find((event) => !residencyAllows(event, broker.environment));
  return (
    stranger && `"${stranger.domain}.${stranger.name}" may not be in environment "${broker.environment.name}"`
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
  return kept && `"${kept.domain}.${kept.name}" may not cross the link from "${from}" to "${target}"`;
}

function firstOf<T, R>(values: readonly T[], find: (value: T) => R | undefined): R | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
