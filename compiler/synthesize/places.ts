import { nowhereToAttach } from "../diagnostics/codes/synthesize.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { sortedByName } from "../model/compare.ts";
import { eventsOf } from "../model/events-of.ts";
import type { Application, Broker, LinkDeclaration, Mesh } from "../model/mesh.ts";
import type { LinkGraph } from "../model/route.ts";
import type { Places } from "../model/topology.ts";
import { barriers } from "./barriers.ts";

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
