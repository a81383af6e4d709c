import { invariant } from "../diagnostics/invariant.ts";
import { eventIndex } from "../model/event-index.ts";
import type { Event, Mesh } from "../model/mesh.ts";
import { residencyAllows } from "../model/residency.ts";
import { teamMay } from "../model/sharing.ts";
import type { Grant, Identity, Topology } from "../model/topology.ts";

/**
 * Proves of every right that was derived that it reaches nothing which is not shared with its holder, and nothing
 * that may not be at its broker. The manifest's own mistakes were reported before, so a right that fails here is a
 * fault of the compiler and stops it.
 */
export function rightsAreShared(topology: Topology): void {
  const events = [...topology.mesh.domains.values()].flatMap((domain) => [...domain.events.values()]);
  const index = eventIndex(events);
  for (const identity of topology.identities) {
    for (const [broker, grants] of identity.at) {
      for (const grant of grants) {
        for (const event of index.overlapping(grant.pattern)) {
          const fault = faultOf(topology, identity, broker, grant, event);
          invariant(
            !fault,
            `${identity.name} may ${grant.action} ${event.domain}.${event.name} at ${broker}: ${fault}`,
          );
        }
      }
    }
  }
}

function faultOf(
  topology: Topology,
  identity: Identity,
  broker: string,
  grant: Grant,
  event: Event,
): string | undefined {
  const environment = topology.brokers.get(broker)?.broker.environment;
  if (environment && !residencyAllows(event, environment)) return "it may not be there";
  if (identity.kind === "link") return undefined;
  const team = teamOf(topology.mesh, identity);
  return team !== undefined && teamMay(team, grant.action, event) ? undefined : "it is not shared";
}

function teamOf(mesh: Mesh, identity: Identity): string | undefined {
  return mesh.applications.get(identity.name.slice("application.".length))?.team;
}
