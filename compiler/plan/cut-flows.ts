import { intersection, type Pattern } from "../model/topic.ts";
import type { Flow, Grant, Topology } from "../model/topology.ts";
import type { Deliveries, Way } from "./delivery.ts";

/** A flow that does not arrive, and why, in words. */
export interface CutFlow {
  readonly flow: Flow;
  readonly why: string;
}

/** The flows of the mesh that is to hold that there were before too, between the same places. */
export function lastingFlows(before: Topology, held: Topology): readonly Flow[] {
  const known = new Set(before.flows.map(flowKey));
  return held.flows.filter((flow) => known.has(flowKey(flow)));
}

/** One key for a flow between two places. */
export function flowKey({ event, publisher, subscriber, from, to }: Flow): string {
  return `${event.domain}.${event.name} ${publisher.name} ${subscriber.name} ${from} ${to}`;
}

/** Those of some flows that a mesh between the two does not carry, or of which it leaves out some topics. */
export function cutFlows(flows: readonly Flow[], between: Deliveries): readonly CutFlow[] {
  return flows.flatMap((flow) => {
    const { why } = wayOfFlow(flow, between, true);
    return why === undefined ? [] : [{ flow, why }];
  });
}

/**
 * How a flow goes in a mesh, between the places that it has: each end as its broker lets it. One of which not all topics
 * arrive goes nowhere where `isWhole`.
 */
export function wayOfFlow(
  { event, publisher, subscriber, from, to }: Flow,
  between: Deliveries,
  isWhole = false,
): Way {
  const about = (action: Grant["action"], application: string, broker: string) =>
    between
      .grantsOf(application, broker)
      .filter((grant) => grant.action === action && isAbout(grant, event.domain, event.name))
      .map(({ pattern }) => pattern);
  const published = about("publish", publisher.name, from);
  const durable = between
    .durablesOf(subscriber.name, to)
    .find(({ events }) => events.some((one) => one.domain === event.domain && one.name === event.name));
  const heard = durable?.patterns ?? about("subscribe", subscriber.name, to);
  const patterns = meeting(published, heard);
  const key = `${event.domain}.${event.name}`;
  if (patterns.length > 0)
    return between.wayOf({ event: key, from, to, patterns, isWhole, ...(durable && { durable }) });
  if (published.length === 0) return { why: `"${publisher.name}" may not publish it at "${from}"` };
  if (heard.length === 0) return { why: `"${subscriber.name}" may not read it at "${to}"` };
  return { why: "it is published on other topics than those that are read" };
}

function isAbout({ subject }: Grant, domain: string, event: string): boolean {
  return subject.domain === domain && (subject.event === undefined || subject.event === event);
}

/** Topics that are in one of each. */
export function meeting(published: readonly Pattern[], heard: readonly Pattern[]): readonly Pattern[] {
  return published.flatMap((out) =>
    heard.flatMap((into) => {
      const both = intersection(out, into);
      return both ? [both] : [];
    }),
  );
}
