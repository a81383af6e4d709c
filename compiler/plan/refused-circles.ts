import type { Code } from "../diagnostics/code.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { linkGraph } from "../model/route.ts";
import { noEventCircles } from "../prove/no-event-circles.ts";
import type { Interim } from "./interims.ts";
import type { Refusal } from "./plan.ts";

/**
 * Meshes between two waves in which an event could circle or arrive twice, whichever targets brokers choose. The order of
 * waves leaves none (those that are changed dial those that were changed before), unless only some environments are
 * applied; a plan with one is not carried out.
 */
export function refusedCircles(interims: readonly Interim[]): readonly Refusal[] {
  return interims.flatMap(({ after, topology }) =>
    messagesOf((report) => noEventCircles(topology, linkGraph(topology.links), report)).map((message) => ({
      name: `wave ${after}`,
      why: `after it ${message}`,
    })),
  );
}

/** What a proof says, without the places in a manifest that a mesh between two has not. */
function messagesOf(prove: (report: Reporter) => unknown): readonly string[] {
  const messages: string[] = [];
  const report = <P>(code: Code<P>, parameters: P) => void messages.push(code.message(parameters));
  prove({ report, diagnostics: [] });
  return messages;
}
