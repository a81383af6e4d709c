import { eventsCircle } from "../diagnostics/codes/prove.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { LinkGraph } from "../model/route.ts";
import type { Link, Topology } from "../model/topology.ts";

/** A step of a counterexample: from a broker over a link to one of its targets. */
interface Step {
  readonly link: Link;
  readonly target: string;
}

/**
 * Proves that no event arrives twice or circles, whichever targets the dialing brokers choose. The backbone counts
 * as one place, since an event crosses it once. Then every broker that dials must dial one link only, a hub none,
 * and no sequence of possible targets may come back to where it began: exactly then the links form a tree under
 * every choice. Engines cut a looped link whatever it may carry, so what a link's `domains` say does not matter.
 */
export function noEventCircles(topology: Topology, graph: LinkGraph, report: Reporter): void {
  const circle = directedCircle(graph) ?? undirectedCircle(topology, graph);
  if (!circle) return;
  const at = placeOf(circle);
  report.report(
    eventsCircle,
    { circle: circle.brokers, links: circle.steps.map((step) => step.link.name) },
    at,
  );
}

interface Circle {
  readonly brokers: readonly string[];
  readonly steps: readonly Step[];
}

/** A circle of dialed links: a broker that can end up dialing itself. */
function directedCircle(graph: LinkGraph): Circle | undefined {
  const done = new Set<string>();
  for (const start of graph.dialed.keys()) {
    const circle = descend(graph, start, [], done);
    if (circle) return circle;
  }
  return undefined;
}

function descend(
  graph: LinkGraph,
  broker: string,
  steps: readonly Step[],
  done: Set<string>,
): Circle | undefined {
  const first = steps.findIndex((step) => step.link.from === broker);
  if (first >= 0) {
    const round = steps.slice(first);
    return { brokers: [...round.map((step) => step.link.from), broker], steps: round };
  }
  if (done.has(broker)) return undefined;
  for (const link of graph.dialed.get(broker) ?? []) {
    for (const target of [link.to, ...link.standby]) {
      const circle = descend(graph, target, [...steps, { link, target }], done);
      if (circle) return circle;
    }
  }
  done.add(broker);
  return undefined;
}

/**
 * With no circle of dialed links, every climb ends at the backbone. So a second link of one broker closes a circle
 * with its first, and any link that a hub dials closes one with the backbone.
 */
function undirectedCircle(topology: Topology, graph: LinkGraph): Circle | undefined {
  for (const [broker, links] of graph.dialed) {
    const [first, second] = links;
    if (!first) continue;
    if (topology.brokers.get(broker)?.role === "hub") return closeOverBackbone(graph, broker, first);
    if (second) return closeTwo(graph, broker, first, second);
  }
  return undefined;
}

function closeOverBackbone(graph: LinkGraph, hub: string, link: Link): Circle {
  const steps = climb(graph, { link, target: link.to });
  return { brokers: [hub, ...steps.map((step) => step.target), hub], steps };
}

function closeTwo(graph: LinkGraph, broker: string, first: Link, second: Link): Circle {
  const up = climb(graph, { link: first, target: first.to });
  const other = climb(graph, { link: second, target: second.to });
  const meeting = up.findIndex((step) => other.some((known) => known.target === step.target));
  const left = meeting < 0 ? up : up.slice(0, meeting + 1);
  const end = left[left.length - 1]?.target;
  const cut = other.findIndex((step) => step.target === end);
  const right = cut < 0 ? other : other.slice(0, cut + 1);
  const back = [...right].reverse();
  const downward = cut < 0 ? back.map((step) => step.target) : back.slice(1).map((step) => step.target);
  return {
    brokers: [broker, ...left.map((step) => step.target), ...downward, broker],
    steps: [...left, ...back],
  };
}

/** The climb that begins with a step and goes on over first targets. */
function climb(graph: LinkGraph, step: Step): readonly Step[] {
  const steps = [step];
  for (let link = graph.dialed.get(step.target)?.[0]; link; link = graph.dialed.get(link.to)?.[0]) {
    steps.push({ link, target: link.to });
  }
  return steps;
}

/** Points at what the user wrote: an entry of `links`, else the uplink of the first broker of the circle. */
function placeOf(circle: Circle): { path: readonly string[]; on: "key" | "value" } {
  const written = circle.steps.find(
    (step) => step.link.declaration?.via && step.link.declaration.via !== "none",
  );
  const pinned = circle.steps.find((step) => !step.link.name.includes("."));
  const entry = pinned?.link.declaration ?? written?.link.declaration;
  if (entry) return { path: ["links", entry.name], on: "key" };
  return { path: ["brokers", circle.steps[0]?.link.from ?? "", "uplink"], on: "value" };
}
