import type { Reporter } from "../diagnostics/reporter.ts";
import { linkGraph } from "../model/route.ts";
import type { Topology } from "../model/topology.ts";
import { everyDurableIsReached } from "./every-durable-is-reached.ts";
import { everyFlowArrives } from "./every-flow-arrives.ts";
import { everyPublicationIsStored } from "./every-publication-is-stored.ts";
import { eventsFit } from "./events-fit.ts";
import { everyReaderHears } from "./every-reader-hears.ts";
import { groupsShare } from "./groups-share.ts";
import { noEventCircles } from "./no-event-circles.ts";
import { noDuplicates } from "./no-duplicates.ts";
import { offlineIsKept } from "./offline-is-kept.ts";
import { orderIsKept } from "./order-is-kept.ts";
import { policiesHold } from "./policies-hold.ts";
import { createProof } from "./proof.ts";
import { rightsAreShared } from "./rights-are-shared.ts";
import { standbyCarries } from "./standby-carries.ts";

/**
 * Proves what must hold of a topology, each failure with its counterexample. Ways through the mesh are only well
 * defined without circles, so the other proofs wait for that one. `today` is `YYYY-MM-DD` and decides about
 * exceptions only.
 */
export function prove(topology: Topology, today: string, report: Reporter): void {
  const graph = linkGraph(topology.links);
  rightsAreShared(topology);
  const ranks = noEventCircles(topology, graph, report);
  if (!ranks) return;
  const proof = createProof(topology, graph, ranks, today, report);
  everyFlowArrives(topology, report);
  everyPublicationIsStored(proof);
  everyDurableIsReached(proof);
  everyReaderHears(proof);
  groupsShare(proof);
  standbyCarries(proof);
  eventsFit(proof);
  offlineIsKept(proof);
  orderIsKept(proof);
  noDuplicates(proof);
  policiesHold(proof);
}
