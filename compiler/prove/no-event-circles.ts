import { eventsCircle } from "../diagnostics/codes/prove.ts";
import type { At, Reporter } from "../diagnostics/reporter.ts";
import { pairKey } from "../model/pair-key.ts";
import type { LinkGraph } from "../model/route.ts";
import type { Link, Topology } from "../model/topology.ts";
import { climbOrder, type Step } from "./climb-order.ts";

/** A counterexample: brokers in a round, the first one again at the end, and the links between them. */
interface Circle {
  readonly brokers: readonly string[];
  readonly links: readonly Link[];
}

/**
 * Proves that no event arrives twice or circles, whichever targets the dialing brokers choose. The backbone counts
 * as one place, since an event crosses it once. Then every broker that dials must dial one link only, a hub none,
 * and no sequence of possible targets may come back to where it began: exactly then the links form a tree under
 * every choice. Engines cut a looped link whatever it may carry, so what a link's `domains` say does not matter.
 * Gives back the ranks of `climbOrder`, which exist only where there is no circle.
 */
export function noEventCircles(
  topology: Topology,
  graph: LinkGraph,
  report: Reporter,
): ReadonlyMap<string, number> | undefined {
  const order = climbOrder(graph);
  const circles = order.circle ? [roundOf(order.circle)] : [...secondWays(topology, graph)];
  for (const circle of circles) {
    const links = circle.links.map((link) => link.name);
    report.report(eventsCircle, { circle: circle.brokers, links }, placeOf(circle));
  }
  return circles.length === 0 && !order.circle ? order.ranks : undefined;
}

/** A broker that can end up dialing itself. */
function roundOf(steps: readonly Step[]): Circle {
  const links = steps.map((step) => step.link);
  const brokers = links.map((link) => link.from);
  return { brokers: [...brokers, ...brokers.slice(0, 1)], links };
}

/**
 * Where no broker can come back to itself, every climb ends at the backbone. So each further link of one broker
 * closes a circle with its first, and each link that a hub dials closes one with the backbone.
 */
function* secondWays(topology: Topology, graph: LinkGraph): Generator<Circle> {
  const isHub = (broker: string) => topology.brokers.get(broker)?.role === "hub";
  const nextOf = (broker: string) => (isHub(broker) ? undefined : graph.dialed.get(broker)?.[0]);
  const climb = (first: Link) => {
    const links = [first];
    for (let link = nextOf(first.to); link; link = nextOf(link.to)) links.push(link);
    return links;
  };
  for (const [broker, [first, ...others]] of graph.dialed) {
    if (!first) continue;
    if (isHub(broker)) for (const link of [first, ...others]) yield close(graph, broker, climb(link), []);
    else for (const link of others) yield close(graph, broker, climb(first), climb(link));
  }
}

/** The circle of two climbs from one broker: to where they meet, or over the backbone between their ends. */
function close(graph: LinkGraph, broker: string, one: readonly Link[], other: readonly Link[]): Circle {
  const reached = new Map(other.map((link, index) => [link.to, index]));
  const meeting = one.findIndex((link) => reached.has(link.to));
  const up = meeting < 0 ? one : one.slice(0, meeting + 1);
  const top = up[up.length - 1]?.to ?? broker;
  const back = (meeting < 0 ? other : other.slice(0, (reached.get(top) ?? 0) + 1)).toReversed();
  const far = back[0]?.to ?? broker;
  const across = graph.backbone.get(pairKey(top, far));
  const descent = back.map((link) => link.to).filter((name) => name !== top);
  return {
    brokers: [broker, ...up.map((link) => link.to), ...descent, broker],
    links: [...up, ...(across ? [across] : []), ...back],
  };
}

/** Points at what the user wrote: an entry of `links` that pins one of the links, else an uplink of the circle. */
function placeOf({ links }: Circle): At {
  const pin = links.find((link) => link.name === link.declaration?.name);
  const described = links.find((link) => link.kind.shape === "acyclic" && link.declaration?.via);
  const entry = (pin ?? described)?.declaration;
  if (entry) return { path: ["links", entry.name], on: "key" };
  return { path: ["brokers", links[0]?.from ?? "", "uplink"] };
}
