import type { LinkGraph } from "../model/route.ts";
import type { Link } from "../model/topology.ts";

/** A step towards the hubs: over a link that a broker dials, to one of its targets. */
export interface Step {
  readonly link: Link;
  readonly target: string;
}

/**
 * Ranks brokers that dial by how far up they are: every step that a broker can take leads to one of a lower rank, or
 * to one that dials nothing and has no rank. Where some choice of targets leads a broker back to itself there is no
 * such order, and `circle` has its steps.
 */
export type ClimbOrder =
  | { readonly ranks: ReadonlyMap<string, number>; readonly circle?: undefined }
  | { readonly circle: readonly Step[] };

/** Where a walk has come to: a broker, and the next of its steps to try. */
interface Stop {
  readonly broker: string;
  readonly steps: readonly Step[];
  next: number;
}

/** Walks all that can be dialed, depth first. Chains of edges may be long, so the trail is a list and not the stack. */
export function climbOrder(graph: LinkGraph): ClimbOrder {
  const ranks = new Map<string, number>();
  const open = new Map<string, number>();
  const trail: Stop[] = [];
  const enter = (broker: string) => {
    open.set(broker, trail.length);
    trail.push({ broker, steps: stepsFrom(graph, broker), next: 0 });
  };
  for (const start of graph.dialed.keys()) {
    if (!ranks.has(start)) enter(start);
    for (let stop = trail[trail.length - 1]; stop; stop = trail[trail.length - 1]) {
      const step = stop.steps[stop.next++];
      if (!step) {
        ranks.set(stop.broker, ranks.size);
        open.delete(stop.broker);
        trail.pop();
        continue;
      }
      const seen = open.get(step.target);
      if (seen !== undefined) return { circle: trail.slice(seen).flatMap(lastStep) };
      if (graph.dialed.has(step.target) && !ranks.has(step.target)) enter(step.target);
    }
  }
  return { ranks };
}

/** Every step that a broker can take, those over first targets before those over standby targets. */
export function stepsFrom(graph: LinkGraph, broker: string): readonly Step[] {
  const links = graph.dialed.get(broker) ?? [];
  return links.flatMap((link) => [link.to, ...link.standby].map((target) => ({ link, target })));
}

function lastStep(stop: Stop): readonly Step[] {
  const step = stop.steps[stop.next - 1];
  return step ? [step] : [];
}
