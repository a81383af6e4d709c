import { nowhereToAttach } from "../diagnostics/codes/synthesize.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { sortedByName } from "../model/compare.ts";
import { eventsOf } from "../model/events-of.ts";
import type { Application, Broker, LinkDeclaration, Mesh } from "../model/mesh.ts";
import { activeClimb, type LinkGraph } from "../model/route.ts";
import type { Places } from "../model/topology.ts";
import type { Engine } from "../target.ts";
import { barriers } from "./barriers.ts";
import { protocolOf, speaks } from "../model/protocol-of.ts";

const none: ReadonlyMap<string, string> = new Map();

/**
 * Where each application may attach. One that may attach anywhere is known wherever all of its events may be and may
 * cross every link on the way towards the hubs, whichever targets are active, and where it publishes without passing one
 * that carries topics one way; one that may be nowhere is reported.
 */
export function synthesizePlaces(
  mesh: Mesh,
  engines: ReadonlyMap<string, Engine>,
  graph: LinkGraph,
  declarations: ReadonlyMap<string, LinkDeclaration>,
  report: Reporter,
): ReadonlyMap<string, Places> {
  const places = new Map<string, Places>();
  for (const application of mesh.applications.values()) {
    const { name, brokers } = application;
    const at =
      brokers === "any"
        ? anywhere(application, mesh, engines, graph, declarations)
        : { brokers, others: none };
    places.set(name, at);
    if (at.brokers.length > 0 || mesh.brokers.size === 0) continue;
    const others = [...at.others];
    report.report(nowhereToAttach, { application: name, others }, { path: ["applications", name, "broker"] });
  }
  return places;
}

function anywhere(
  application: Application,
  mesh: Mesh,
  engines: ReadonlyMap<string, Engine>,
  graph: LinkGraph,
  declarations: ReadonlyMap<string, LinkDeclaration>,
): Places {
  const { publish, subscribe } = application;
  const events = [...eventsOf([...publish, ...subscribe])];
  const protocol = protocolOf(application, mesh, engines);
  const whyNot = barriers(events, mesh, graph, declarations);
  const isPublishing = publish.some(({ accesses }) => accesses.length > 0);
  const brokers: Broker[] = [];
  const others = new Map<string, string>();
  for (const broker of sortedByName(mesh.brokers.values())) {
    const isSpoken = speaks(engines.get(broker.engine), protocol);
    const why = isSpoken
      ? (whyNot(broker.name) ?? (isPublishing ? behindList(graph, broker.name) : undefined))
      : `it does not speak ${protocol}`;
    if (why === undefined) brokers.push(broker);
    else others.set(broker.name, why);
  }
  return { brokers, others };
}

/**
 * Whether something on the way up from a broker is given its topics as a list, each one way only: what is published on
 * either side of it, as whoever roams may, would have to cross it both ways.
 */
function behindList(graph: LinkGraph, broker: string): string | undefined {
  for (const name of activeClimb(graph, broker).keys()) {
    const link = graph.dialed.get(name)?.find(({ kind }) => kind.interest === "listed");
    if (link) return `link "${link.name}" carries each topic one way, and it may publish on both sides`;
  }
  return undefined;
}
