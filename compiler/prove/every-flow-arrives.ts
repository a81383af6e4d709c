import { flowHasNoPath } from "../diagnostics/codes/prove.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { Application, Event } from "../model/mesh.ts";
import type { Flow, Topology } from "../model/topology.ts";
import { whyNotCarried } from "./carries.ts";

/** Proves that the active path of every declared flow exists and may carry its event. */
export function everyFlowArrives(topology: Topology, report: Reporter): void {
  for (const flow of topology.flows) {
    const why =
      flow.path.length === 0
        ? "their brokers are not linked"
        : whyNotCarried(topology, flow.event, flow.path);
    if (why === undefined) continue;
    const names = { publisher: flow.publisher.name, subscriber: flow.subscriber.name };
    const publisherPlace = referencePlace(flow, flow.publisher, "publish");
    report.report(
      flowHasNoPath,
      { event: eventName(flow.event), ...names, path: flow.path, why },
      referencePlace(flow, flow.subscriber, "subscribe"),
      [{ ...publisherPlace, message: "published here" }],
    );
  }
}

/** `domain.event`, as the manifest refers to it. */
export function eventName(event: Event): string {
  return `${event.domain}.${event.name}`;
}

/** Where an application says that it publishes or subscribes to a flow's event. */
export function referencePlace(
  flow: Flow,
  application: Application,
  action: "publish" | "subscribe",
): { readonly path: readonly (string | number)[] } {
  const reference = application[action].find((known) =>
    known.accesses.some((access) => access.event === flow.event),
  );
  return { path: ["applications", application.name, action, ...(reference ? [reference.index] : [])] };
}
